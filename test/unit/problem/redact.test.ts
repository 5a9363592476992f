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

it.each([
  ['the token eyJhbGciOiJQUzM4NCJ9.eyJzdWIiOiJwbGFudGVkIn0.c2lnbmF0dXJl is bad', 'the token [redacted] is bad'],
  ['(eyJhbGciOiJQUzM4NCJ9.eyJzdWIiOiJwbGFudGVkIn0)', '([redacted])'],
  ['eyJar and eyJs.eyJs are words', 'eyJar and eyJs.eyJs are words'],
])('hides a JSON web token wherever it stands: %s', (text, told) => {
  expect(redact(text)).toBe(told);
});
