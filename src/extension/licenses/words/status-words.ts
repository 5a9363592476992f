import { cleanText } from '#text';

/**
 * A status of AWS in words: `PENDING_ACCEPT` is `pending accept`. One that is new to us is said as AWS does.
 * Source: License Manager API reference, `GrantedLicense` and `Grant`.
 */
export function statusWords(status: string): string {
  return status === 'AVAILABLE' ? 'active' : cleanText(status.toLowerCase().replaceAll('_', ' '));
}
