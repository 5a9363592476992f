import { escapeInvisible } from '#formats';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** Each unit with its length, and the age up to which it is used: `13 days`, then `2 weeks`. */
const units = [
  ['minute', minute, hour],
  ['hour', hour, 2 * day],
  ['day', day, 14 * day],
  ['week', 7 * day, 63 * day],
  ['month', 30.44 * day, 730 * day],
  ['year', 365.25 * day, Number.POSITIVE_INFINITY],
] as const;

/**
 * How old something is: `2 days`. Undefined when it is not known; what is from a minute ago, or by a clock that is ahead, is `new`.
 * @param time ISO 8601
 * @param now milliseconds since 1970
 */
export function ageWords(time: string | undefined, now: number | undefined): string | undefined {
  const age = (now ?? Number.NaN) - Date.parse(time ?? '');
  if (Number.isNaN(age)) return undefined;
  if (age < minute) return 'new';
  const [unit, length] = units.find(([, , limit]) => age < limit) ?? units[5];
  const count = Math.floor(age / length);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** Text from a file or a registry as code in Markdown, so that nothing in it is markup. */
export function codeSpan(text: string): string {
  const plain = escapeInvisible(text);
  const longest = Math.max(0, ...(plain.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${fence}${pad}${plain}${pad}${fence}`;
}
