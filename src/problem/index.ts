export { type Code, type CodeEntry, codes, type RuleId, ruleIds } from './codes.ts';
export { type ExitCode, exitCodeOf, exitCodeOfResult } from './exit-code.ts';
export {
  besideOurs,
  comparePositions,
  inFile,
  type Problem,
  type Severity,
  type SuppressedProblem,
  type TextProblem,
} from './problem.ts';
export type { Origin, Range } from './range.ts';
export { redact } from './redact.ts';
export { type ErrorDetail, ReleaseError } from './release-error.ts';
export { withoutSignedRequest } from './without-signed-request.ts';
