import { ageOf } from '#reference';

/**
 * How long ago something was: `2 days ago`. Undefined for what is no time. Less than a minute, and a clock that is behind, are `now`.
 * @param time ISO 8601
 */
export function timeAgo(time: string, now: number, language: string): string | undefined {
  const age = ageOf(time, now);
  if (!age) return undefined;
  if (age.count === 0) return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(0, 'second');
  return new Intl.RelativeTimeFormat(language).format(-age.count, age.unit);
}

/**
 * A time to the minute, with its zone: `Jan 11, 2024, 1:05 PM UTC`. Undefined for what is no time.
 * @param zone the machine's own when left out
 */
export function exactTime(time: string, language: string, zone?: string): string | undefined {
  const then = Date.parse(time);
  if (Number.isNaN(then)) return undefined;
  const format = new Intl.DateTimeFormat(language, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
    ...(zone === undefined ? {} : { timeZone: zone }),
  });
  return format.format(then);
}
