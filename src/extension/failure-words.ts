import type { ReleaseError } from '#problem';

/** An error in one line: what happened, and what to do next. */
export function failureWords({ message, hint }: Pick<ReleaseError, 'message' | 'hint'>): string {
  // A cure that names an option of the command line is none here: a button of the message stands for it.
  if (hint === undefined || /(?:^|\s)--[a-z]/.test(hint)) return message;
  // Sentences of ours have no full stop at their end; those of registries may have.
  return `${message}${/[.!?…:]$/.test(message) ? '' : '.'} ${hint}`;
}
