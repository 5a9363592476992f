import { expect, it } from 'vitest';
import { hasEnded } from '../../../../src/jobs/scan/has-ended.ts';

it.each([
  ['2026-06-15T00:00:00Z', '2026-06-14', true],
  ['2026-06-14T23:59:59Z', '2026-06-14', false],
  ['2026-06-14T00:00:00Z', '2026-06-15', false],
  ['2026-06-14T00:00:00Z', 'some day', true],
])('at %s, what holds until %s has ended: %s', (now, until, ended) => {
  expect(hasEnded(until, Date.parse(now))).toBe(ended);
});
