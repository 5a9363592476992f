import { expect, it } from 'vitest';
import { parseRelease, parseSettings } from '#formats';
import { check } from '#jobs';
import { imageListLanguage, surroundingsOf } from '#language';
import { Random } from '../../support/random.ts';

const runs = 150;
const seed = 20_261_122;
const digest = (character: string) => `sha256:${character.repeat(64)}`;
const images = {
  one: { source: `x.io/a:1@${digest('a')}`, dest: 'a:1' },
  two: { source: `x.io/b:1@${digest('b')}`, dest: 'b:1' },
  again: { source: `y.io/b:1@${digest('c')}`, dest: 'b:1' },
  half: { source: 'nothing at all', dest: 'c:1' },
};
const releaseText = JSON.stringify({ metadata: { images } });
const parts = ['a:1', 'b:1', 'c:1', 'd:1', 'a', 'A:1', 'x.io/a:1', `x.io/a:1@${digest('d')}`, '', '# a:1', 'long:1'];
const sources = [
  '',
  '',
  ` x.io/a:1@${digest('a')}`,
  ` y.io/a:1@${digest('e')}`,
  ' x.io/a:1',
  ' y.io/a:1',
  ' x.io/',
  ' a b',
];

function settingsText(unpaired: string): string {
  return [
    'version: 1',
    `target: { registry: r.io, prefix: ${'p'.repeat(252)} }`,
    `files: { unpaired: ${unpaired} }`,
    'names: [{ from: "y.io/*", to: "from-y/*" }]',
    '',
  ].join('\n');
}

// What a target makes of a tag is the check's alone, and which files there are the editor may not know.
const checksOwn = new Set(['tag-latest', 'list-unpaired']);

it.each([
  ['beside its release', true, 'error'],
  ['without one', false, 'error'],
  ['that stands alone', false, 'sources'],
])('what is typed in a list and what is checked of its file are told alike: %s', (_, hasRelease, unpaired) => {
  const random = new Random(seed);
  const settings = settingsText(unpaired);
  expect(parseSettings(settings).problems).toEqual([]);
  const { target, forms } = surroundingsOf(settings);
  const bytes = (text: string) => new TextEncoder().encode(text);
  const files = ['8_images.txt', ...(hasRelease ? ['8_release.json'] : [])];
  const disagreements: string[] = [];
  const told = new Set<string>();
  for (let run = 0; run < runs; run++) {
    const lines = Array.from({ length: random.below(6) }, () => `${random.pick(parts)}${random.pick(sources)}`);
    const text = lines.join(random.pick(['\n', '\r\n']));
    const typed = imageListLanguage.diagnose(text, {
      neighbours: { file: '8_images.txt', files },
      unpaired: unpaired === 'sources' ? 'sources' : 'error',
      names: forms?.names ?? [],
      ...(target ? { target } : {}),
      ...(hasRelease ? { release: parseRelease(releaseText).model } : {}),
    });
    const checked = check({
      settings: { file: 'marketplace.yaml', bytes: bytes(settings) },
      files: files.map((file) => ({ file, bytes: bytes(file.endsWith('.json') ? releaseText : text) })),
    }).problems.filter(({ file }) => file === '8_images.txt');
    const shown = (all: typeof typed) =>
      all
        .filter(({ rule }) => !checksOwn.has(rule))
        .map(({ rule, range, message }) => `${range.line}:${range.column}-${range.endColumn} ${rule}: ${message}`)
        .sort();
    const [editor, job] = [shown(typed), shown(checked)];
    if (editor.join('\n') !== job.join('\n')) disagreements.push(JSON.stringify({ text, editor, job }));
    for (const { rule } of typed) told.add(rule);
  }
  expect(disagreements).toEqual([]);
  expect(told).toContain('duplicate-entry');
  expect(told).toContain('destination-duplicate');
});

it('both say nothing that depends on settings while those cannot be read', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const text = `b:1 x.io/b:1@${digest('a')}\nb:1 y.io/b:1@${digest('c')}\n`;
  const settings = `${settingsText('error')}unknown: 1\n`;
  expect(imageListLanguage.diagnose(text)).not.toEqual([]);
  expect(imageListLanguage.diagnose(text, { settings: 'unreadable' })).toEqual([]);
  const { problems } = check({
    settings: { file: 'marketplace.yaml', bytes: bytes(settings) },
    files: [{ file: '8_images.txt', bytes: bytes(text) }],
  });
  expect(problems.filter(({ file }) => file === '8_images.txt')).toEqual([]);
});
