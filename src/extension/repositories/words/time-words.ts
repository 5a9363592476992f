const second = 1000;
const minute = 60 * second;
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
 * How long ago something was: `2 days ago`. Undefined for what is no time. Less than a minute, and a clock that is behind, are `now`.
 * @param time ISO 8601
 */
export function timeAgo(time: string, now: number, language: string): string | undefined {
  const then = Date.parse(time);
  if (Number.isNaN(then)) return undefined;
  const age = now - then;
  if (age < minute) return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(0, 'second');
  const [unit, length] = units.find(([, , limit]) => age < limit) ?? units[5];
  return new Intl.RelativeTimeFormat(language).format(-Math.floor(age / length), unit);
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
