import { expect, it } from 'vitest';
import { parseImageList, parseRelease, parseSettings } from '#formats';
import { resolveRelease } from '#release';
import { fuzzDecoder, fuzzed, fuzzParser } from '../support/fuzz.ts';
import { fuzzFormatter } from '../support/fuzz-forms.ts';
import { fuzzedLanguages, fuzzLanguage } from '../support/fuzz-languages.ts';

/** Another seed each day, which a failure names. */
const seed = Number(new Date().toISOString().slice(0, 10).replaceAll('-', ''));
/** A million in all. */
const runs = 125_000;

it.each(fuzzed)('%s files, changed at random', (name) => {
  expect(fuzzParser(name, runs, seed)).toBeUndefined();
});

it('load forms, formatted', () => {
  expect(fuzzFormatter(runs, seed)).toBeUndefined();
});

/** Each is asked everything that an editor asks, some twenty questions. */
it.each(fuzzedLanguages)('%s, as an editor asks of it', (name) => {
  // YAML takes the library ten times as long as JSON.
  expect(fuzzLanguage(name, name === 'settings' ? runs / 50 : runs / 5, seed)).toBeUndefined();
});

it('any bytes', () => {
  expect(fuzzDecoder(runs, seed)).toBeUndefined();
});

it('50,000 images, and no more than any release has', () => {
  const names = Array.from({ length: 50_000 }, (_, at) => `image${at}:1`);
  const digest = `sha256:${'a1'.repeat(32)}`;
  const images = Object.fromEntries(names.map((dest) => [dest, { source: `r.io/a@${digest}`, dest }]));
  const { model: settings } = parseSettings('version: 1\ntarget: { registry: r.io }\n');
  if (!settings?.targets[0]) throw new Error('no target');
  const resolved = resolveRelease({
    settings,
    target: settings.targets[0],
    files: [
      { file: 'release.json', kind: 'release', model: parseRelease(JSON.stringify({ metadata: { images } })).model },
      { file: 'images.txt', kind: 'images', model: parseImageList(names.join('\n')).model },
    ],
  });
  expect(resolved.images).toHaveLength(50_000);
  expect(resolved.problems).toEqual([]);
  const { model, problems } = parseImageList('a:1\n'.repeat(200_001));
  expect(model.entries).toHaveLength(200_000);
  expect(problems.map(({ range, rule }) => [range.line, rule])).toEqual([[200_001, 'text-too-large']]);
});
