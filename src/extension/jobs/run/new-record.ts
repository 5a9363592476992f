import { randomBytes } from 'node:crypto';

/** A name for the record of a new job, by which it is found again after a reload. Begins with the time, so that a folder of them sorts. */
export function newRecord(now: Date): string {
  const time = now
    .toISOString()
    .slice(0, 19)
    .replaceAll(/[^0-9T]/g, '');
  return `${time}-${randomBytes(4).toString('hex')}`;
}
