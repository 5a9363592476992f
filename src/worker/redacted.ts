import { redact } from '#problem';
import type { FromWorker } from './protocol.ts';

/** The parts of an answer that are words for a person. Everything else in it is data: a cursor or a manifest counts by its letters. */
const words: ReadonlySet<string> = new Set(['message', 'hint', 'details']);

/**
 * A message without secrets. What tells of something is looked at string by string. An answer is data that somebody asked for, and is
 * asked with again: only the words in it are, which may quote files and servers. References in it are parsed ones, which have no
 * place for a login, and of a sandbox's hosts there are only the origins.
 */
export function redacted(message: FromWorker): FromWorker {
  if (message.type === 'answer') return { ...message, answer: wordsRedacted(message.answer, false) };
  return wordsRedacted(message, true);
}

function wordsRedacted<T>(value: T, isWords: boolean): T;
function wordsRedacted(value: unknown, isWords: boolean): unknown {
  if (typeof value === 'string') return isWords ? redact(value) : value;
  if (Array.isArray(value)) return value.map((entry) => wordsRedacted(entry, isWords));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, entry]) => [key, wordsRedacted(entry, isWords || words.has(key))]);
  return Object.fromEntries(entries);
}
