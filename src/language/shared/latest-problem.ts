import type { Range, TextProblem } from '#problem';

/** The tag `latest`, of a text whose target nobody knows yet: for AWS Marketplace the rule makes it an error. */
export function latestProblem(range: Range): TextProblem {
  return {
    rule: 'tag-latest',
    severity: 'warning',
    range,
    message: 'An image released as latest tells nobody what it is, and AWS Marketplace refuses it.',
    hint: 'Release it under its version.',
  };
}
