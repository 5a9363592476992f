import type { Code } from '#problem';

/** Why an image cannot be released as the chart names it. */
export interface RefusedImage {
  readonly code: Code;
  readonly message: string;
  readonly hint?: string;
}
