/** Whether a JSON value is an object (not an array). */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as text; throws with its place otherwise. */
export function readText(value: unknown, at: string): string {
  if (typeof value !== 'string') throw new Error(`${at} is not a text`);
  return value;
}

/** The value as a finite number; throws with its place otherwise. */
export function readNumber(value: unknown, at: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Error(`${at} is not a number`);
  return value;
}

/** The value as a list of texts; throws with its place otherwise. */
export function readTexts(value: unknown, at: string): string[] {
  if (!Array.isArray(value)) throw new Error(`${at} is not a list`);
  return value.map((entry, index) => readText(entry, `${at}[${index}]`));
}
