import { redact } from '#problem';

/**
 * A document as JSON on one line or several, without secrets. Each string is looked at by itself: over the whole text a pattern
 * could take quotes and brackets with it.
 */
export function jsonText(document: unknown, indent?: number): string {
  return JSON.stringify(document, (_key, value) => (typeof value === 'string' ? redact(value) : value), indent);
}
