/** What one code means, in words for its page; `aws` names the AWS codes that stand for the same finding. */
export interface CodeEntry {
  readonly means: string;
  readonly cure: string;
  readonly aws?: readonly string[];
}
