import { expect, it } from 'vitest';
import { redact } from '#problem';

it.each([
  ['x-amz-security-token:IQoJb3JpZ2luX2VjEHE//w==\n\nhost;x-amz-date', '\n\nhost;x-amz-date'],
  ["'X-Amz-Security-Token': 'IQoJb3JpZ2luX2VjEHE'", "'"],
  ['X-Amz-Security-Token=IQoJb3JpZ2luX2VjEHE&x=1', '&x=1'],
])('hides the token of a session, whoever repeats it: %s', (text, rest) => {
  const told = redact(text);
  expect(told).not.toContain('IQoJ');
  expect(told.endsWith(`[redacted]${rest}`)).toBe(true);
  expect(redact(told)).toBe(told);
});
