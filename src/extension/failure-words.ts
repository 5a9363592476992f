import type { ReleaseError } from '#problem';

/** An error in one line: what happened, and what to do next. */
export function failureWords({ message, hint }: Pick<ReleaseError, 'message' | 'hint'>): string {
  if (hint === undefined) return message;
  // Sentences of ours have no full stop at their end; those of registries may have.
  return `${message}${/[.!?…:]$/.test(message) ? '' : '.'} ${hint}`;
}
