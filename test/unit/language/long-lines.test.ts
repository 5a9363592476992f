import { expect, it } from 'vitest';
import { parseSettings } from '#formats';
import { imageListLanguage, releaseFileLanguage, settingsLanguage } from '#language';
import { noFacts } from '../../../src/language/shared/no-facts.ts';

// Nobody counts the time: what takes a step for each pair of characters of these would take minutes, and the runner's patience is seconds.
const many = 240_000;
const blanks = ' '.repeat(many);
const image = (source: string) => `{"metadata":{"images":{"a":{"source":${JSON.stringify(source)},"dest":""}}}}`;

it('blanks inside a comment of settings are no more work than they are', () => {
  const text = `# a${blanks}b \t \n# c \r\nversion: 1\n`;
  expect(settingsLanguage.format(text) === `# a${blanks}b\n# c\r\nversion: 1\r\n`).toBe(true);
});

it('nor inside the comments of lists, as long as their lines are looked into', () => {
  const line = `# a${' '.repeat(4000)}b`;
  const text = `${line} \t\n`.repeat(1500);
  expect(imageListLanguage.format(text) === `${line}\n`.repeat(1500)).toBe(true);
});

it('nor a long word before the place that something is completed at', () => {
  const text = `${'a'.repeat(many)} `;
  expect(imageListLanguage.complete(text, text.length, noFacts).value.map(({ label }) => label)).toEqual(['docker.io']);
});

it('nor slashes in the paths of settings', () => {
  const text = `version: 1\ntarget: { registry: r.io, prefix: "x${'/'.repeat(many)}y" }\n`;
  expect(parseSettings(text).problems.map(({ rule }) => rule)).toEqual(['setting-invalid']);
});

it('nor quotes in brackets of settings', () => {
  const text = `target: {${' '.repeat(many / 2)}x${'"'.repeat(many / 2)}`;
  expect(settingsLanguage.complete(text, text.length, noFacts).value).toEqual([]);
});

it.each([
  ['dots', '.'.repeat(many)],
  ['parts of a path', 'a/'.repeat(many / 2)],
])('nor %s in the source whose destination is written', (_, source) => {
  const text = image(source);
  expect(releaseFileLanguage.complete(text, text.length - 5, noFacts).value).toEqual([]);
});

it('nor dots in lists that may be of sources', () => {
  const text = `${'.'.repeat(4000)}\n`.repeat(1500);
  const known = { ...noFacts, unpaired: 'sources' as const };
  expect(imageListLanguage.lines(text, known).value).toEqual([]);
  expect(imageListLanguage.lines(text, noFacts).value).toEqual([]);
});
