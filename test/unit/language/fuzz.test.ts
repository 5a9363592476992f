import { expect, it } from 'vitest';
import { fuzzedLanguages, fuzzLanguage } from '../../support/fuzz-languages.ts';

/** Many more: npm run soak. */
const runs = 150;
const seed = 20_240_118;

it.each(fuzzedLanguages)('%s, changed at random: nothing throws, edits fit, formatting keeps what is said', (name) => {
  // YAML takes the library ten times as long as JSON, and forms are looked at field by field.
  expect(fuzzLanguage(name, name === 'settings' || name === 'load-form' ? runs / 10 : runs, seed)).toBeUndefined();
});
