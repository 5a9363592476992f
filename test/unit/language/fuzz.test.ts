import { expect, it } from 'vitest';
import { imageListLanguage } from '#language';
import { fuzzDepth } from '../../support/fuzz-depth.ts';
import { fuzzedLanguages, fuzzLanguage } from '../../support/fuzz-languages.ts';

/** Many more: npm run soak. */
const runs = 150;
const seed = 20_240_118;

it.each(fuzzedLanguages)('%s, changed at random: nothing throws, edits fit, formatting keeps what is said', (name) => {
  // YAML takes the library ten times as long as JSON, and forms are looked at field by field.
  expect(fuzzLanguage(name, name === 'settings' || name === 'load-form' ? runs / 10 : runs, seed)).toBeUndefined();
});

it('texts that are nested far deeper than any file neither throw nor end the process', () => {
  expect(fuzzDepth(runs / 2, seed)).toBeUndefined();
});

it.each([
  ['# heading\r \na:1\n', 'seed 20261121, run 27704'],
  ['a:1\r \nb:1', 'the same of an image'],
  ['a:1\r\r', 'at the end of the text'],
  ['# heading\r \r\na:1 \r\n', 'where lines end so'],
])('a carriage return that stands alone is not made part of a line’s end: %j', (text) => {
  const { format, diagnose } = imageListLanguage;
  const once = format(text);
  expect(format(once)).toBe(once);
  expect(diagnose(once).map(({ rule }) => rule)).toEqual(diagnose(text).map(({ rule }) => rule));
});
