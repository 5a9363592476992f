import { escapeInvisible } from '#formats';
import { ageOf } from '#reference';

/**
 * How old something is: `2 days`. Undefined when it is not known; what is from a minute ago, or by a clock that is ahead, is `new`.
 * @param time ISO 8601
 * @param now milliseconds since 1970
 */
export function ageWords(time: string | undefined, now: number | undefined): string | undefined {
  const age = ageOf(time ?? '', now ?? Number.NaN);
  if (!age || age.count === 0) return age && 'new';
  return `${age.count} ${age.unit}${age.count === 1 ? '' : 's'}`;
}

/** Text from a file or a registry as code in Markdown, so that nothing in it is markup. */
export function codeSpan(text: string): string {
  const plain = escapeInvisible(text);
  // One after the other: a text can have more of them than a call takes arguments.
  const longest = (plain.match(/`+/g) ?? []).reduce((most, { length }) => Math.max(most, length), 0);
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${fence}${pad}${plain}${pad}${fence}`;
}
