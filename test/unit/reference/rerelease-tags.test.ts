import { expect, it } from 'vitest';
import { rereleaseStem, rereleaseTags } from '#reference';

it('counts on behind a version, or behind the re-release that a tag is', () => {
  expect(rereleaseTags('8.3.4', false).slice(0, 2)).toEqual(['8.3.4-1', '8.3.4-2']);
  expect(rereleaseStem('8.3.4-1')).toBe('8.3.4');
  expect(rereleaseTags('8.3.4-1', true).slice(0, 2)).toEqual(['8.3.4-2', '8.3.4-3']);
});

it('leaves a last number alone that counts something else', () => {
  expect(rereleaseTags('9.1.0-debian-11', false)[0]).toBe('9.1.0-debian-11-1');
  expect(rereleaseStem('8.3.4')).toBeUndefined();
  expect(rereleaseTags('8.3.4', true)[0]).toBe('8.3.4-1');
});

it.each([
  'latest',
  'latest-alpine',
  'latest-1',
  'stable',
  'main',
  'nightly',
  '8.4-SNAPSHOT',
  '8.4.0-nightly',
  'latest-dev',
  'dev',
])('makes none of a tag that is pushed again and again: %s', (tag) => {
  expect(rereleaseTags(tag, false)).toEqual([]);
  expect(rereleaseTags(tag, true)).toEqual([]);
});

it.each(['8.3.4-alpine', 'release-1.2.3', 'custom', 'v1', '2024-01-11', '1.25.3-dev'])('makes some of %s', (tag) => {
  expect(rereleaseTags(tag, false)[0]).toBe(`${tag}-1`);
});

it('makes no tag that is too long', () => {
  expect(rereleaseTags('x'.repeat(127), false)).toEqual([]);
  expect(rereleaseTags('x'.repeat(126), false)).toHaveLength(9);
});
