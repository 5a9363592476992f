import { expect, it } from 'vitest';
import { fuzzDecoder, fuzzed, fuzzParser } from '../../support/fuzz.ts';

/** A million: npm run soak. */
const runs = 500;
const seed = 20_240_117;

it.each(fuzzed)('%s files, changed at random, never throw, and every place is in the text', (name) => {
  expect(fuzzParser(name, runs, seed)).toBeUndefined();
});

it('any bytes become text, with at most one place to look at', () => {
  expect(fuzzDecoder(runs, seed)).toBeUndefined();
});
