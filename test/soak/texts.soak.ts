import { expect, it } from 'vitest';
import { parseImageList, parseRelease, parseSettings } from '#formats';
import { resolveRelease } from '#release';
import { fuzzDecoder, fuzzed, fuzzParser } from '../support/fuzz.ts';
import { fuzzDepth } from '../support/fuzz-depth.ts';
import { fuzzFormatter } from '../support/fuzz-forms.ts';
import { fuzzedLanguages, fuzzLanguage } from '../support/fuzz-languages.ts';

/** Another seed each day, which a failure names. */
const seed = Number(new Date().toISOString().slice(0, 10).replaceAll('-', ''));
/** How many texts of each kind: a million in all, where it is cheapest to find something. */
const shares = {
  parsed: {
    release: 100_000,
    images: 100_000,
    accounts: 60_000,
    policy: 60_000,
    lifecycle: 60_000,
    tags: 60_000,
    form: 100_000,
    checkedForm: 80_000,
    settings: 80_000,
  },
  formattedForms: 100_000,
  asked: { 'image-list': 50_000, 'release-file': 40_000, settings: 12_000, 'load-form': 18_000 },
  nested: 20_000,
  bytes: 60_000,
} as const;
/** Of the texts that an editor asks about, one in so many is asked everything, and has its fixes tried. */
const thoroughEvery = 10;

let tried = 0;
const spent = process.cpuUsage();
function counted(runs: number): number {
  tried += runs;
  return runs;
}

it.each(fuzzed)('%s files, changed at random', (name) => {
  expect(fuzzParser(name, counted(shares.parsed[name]), seed)).toBeUndefined();
});

it('load forms, formatted', () => {
  expect(fuzzFormatter(counted(shares.formattedForms), seed)).toBeUndefined();
});

it.each(fuzzedLanguages)('%s, as an editor asks of it, and formatted', (name) => {
  expect(fuzzLanguage(name, counted(shares.asked[name]), seed, thoroughEvery)).toBeUndefined();
});

it('nested far deeper than any file, over and over in one process', () => {
  expect(fuzzDepth(counted(shares.nested), seed)).toBeUndefined();
});

it('any bytes', () => {
  expect(fuzzDecoder(counted(shares.bytes), seed)).toBeUndefined();
});

it('are a million', () => {
  const { user, system } = process.cpuUsage(spent);
  process.stdout.write(`${tried} texts in ${((user + system) / 60e6).toFixed(1)} minutes of one core\n`);
  expect(tried).toBe(1_000_000);
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
