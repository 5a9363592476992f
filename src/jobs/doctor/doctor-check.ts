import { type Code, ReleaseError } from '#problem';

/** What one look at the surroundings of a release found. */
export interface DoctorCheck {
  /** What was looked at: `settings`, `identity of staging`, `registry docker.io`. */
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'error' | 'skipped';
  readonly message: string;
  /** Lines that the hint speaks of. */
  readonly details?: readonly string[];
  readonly hint?: string;
  readonly code?: Code;
}

/** All of it. `ok` when nothing is an error. */
export interface Diagnosis {
  readonly schemaVersion: 1;
  readonly job: 'doctor';
  readonly ok: boolean;
  readonly checks: readonly DoctorCheck[];
}

/**
 * A look that failed is a finding.
 * @throws the signal's reason
 */
export function failedCheck(
  name: string,
  thrown: unknown,
  signal: AbortSignal | undefined,
  state: 'warning' | 'error' = 'error',
): DoctorCheck {
  signal?.throwIfAborted();
  const { code, message, details, hint, problems } = ReleaseError.from(thrown);
  const [first] = problems;
  const at = first ? `${first.file}:${first.range.line}:${first.range.column} ${first.message}` : undefined;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  // The hint of them all is for who wanted something done.
  const advice = first?.hint ?? hint;
  return {
    name,
    state,
    message: at === undefined ? message : `${at}${more}`,
    code,
    ...(details.length === 0 ? {} : { details }),
    ...(advice === undefined ? {} : { hint: advice }),
  };
}
