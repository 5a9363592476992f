import type { SilencedRule } from '#jobs';
import { formatCount } from './amounts.ts';

/**
 * What is not told, and why: `2 findings of non-root are off: the base image is to be replaced`. A vulnerability
 * cannot be off; it is accepted.
 */
export function silencedWords({ rule, reason, count }: SilencedRule): string {
  const how = rule === 'vulnerable' ? 'accepted' : 'off';
  return `${formatCount(count, 'finding')} of ${rule} ${count === 1 ? 'is' : 'are'} ${how}: ${reason}`;
}
