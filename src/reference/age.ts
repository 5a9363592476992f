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

/** How old something is, in whole units; none of them for what is less than a minute old, or by a clock that is ahead. */
export interface Age {
  readonly count: number;
  readonly unit: (typeof units)[number][0];
}

/**
 * How old an image is.
 * @param time ISO 8601
 * @param now milliseconds since 1970
 * @returns undefined for what is no time
 */
export function ageOf(time: string, now: number): Age | undefined {
  const age = now - Date.parse(time);
  if (Number.isNaN(age)) return undefined;
  if (age < minute) return { count: 0, unit: 'minute' };
  const [unit, length] = units.find(([, , limit]) => age < limit) ?? units[5];
  return { count: Math.floor(age / length), unit };
}
