import { redact } from '#problem';

/** A message without secrets: each string of it is looked at by itself. */
export function redacted<T>(message: T): T;
export function redacted(message: unknown): unknown {
  if (typeof message === 'string') return redact(message);
  if (Array.isArray(message)) return message.map((entry) => redacted(entry));
  if (typeof message !== 'object' || message === null) return message;
  return Object.fromEntries(Object.entries(message).map(([key, value]) => [key, redacted(value)]));
}
