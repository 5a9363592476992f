import { expect, it } from 'vitest';
import { nearest, quote } from '#formats';

it.each([
  ['prefx', ['registry', 'prefix', 'profile'], 'prefix'],
  ['Prefix', ['prefix'], 'prefix'],
  ['attestations', ['version', 'target'], undefined],
  ['x', [], undefined],
  ['a', ['b'], 'b'],
])('nearest(%j, %j)', (text, candidates, expected) => {
  expect(nearest(text, candidates)).toBe(expected);
});

it.each([
  ['a"b', '"a"b"'],
  ['\u001b[31m\0', '"\\u{1b}[31m\\u{0}"'],
  ['\u202etxt\ud800', '"\\u{202e}txt\\u{d800}"'],
  ['x'.repeat(100), `"${'x'.repeat(79)}…"`],
])('quote(%j)', (text, expected) => {
  expect(quote(text)).toBe(expected);
});
