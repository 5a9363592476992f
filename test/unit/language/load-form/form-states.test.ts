import { expect, it } from 'vitest';
import { formNamesImages, languageById } from '#language';
import { digestOf, type KnownWorld, knownFacts } from '../../../support/known-facts.ts';

const language = languageById('load-form');
const target = { registry: '709825985650.dkr.ecr.us-east-1.amazonaws.com', prefix: 'seller/product' };
const at = (name: string) => `${target.registry}/seller/product/${name}`;
const form = `[8.4.1]
Form: Container version
[[Option: Helm]]
Helm chart: ${at('chart:9.1.0')}
Container images:
  - ${at('web:8.4.1')}
  - ${at('web:8.4.2')}
  - ${at('wbe:8.4.1')}
  - docker.io/library/redis:7
  - ${at('untagged')}
`;
const images = {
  [at('web:8.4.1')]: { digest: digestOf('a'), platforms: [], pushedAt: '2024-01-11T13:05:00Z' },
  [at('web:8.4.2')]: 'missing',
  [at('wbe:8.4.1')]: 'missing',
  [at('chart:9.1.0')]: 'missing',
} as const;
const tagsOf = { [at('web')]: ['8.4.1'], [at('wbe')]: 'missing', [at('chart')]: 'missing' } as const;
const lines = (world: KnownWorld) => {
  const facts = knownFacts({ now: Date.parse('2024-01-13T13:05:00Z'), target, ...world });
  const { value, wants } = language.lines(form, facts);
  // Counts are another matter.
  return { value: value.filter(({ kind }) => !['count', 'incomplete'].includes(kind)), wants };
};

it('wants to know of the images and charts at the target, of no others', () => {
  const { value, wants } = lines({});
  expect(value).toEqual([]);
  expect(wants).toEqual(
    ['chart:9.1.0', 'web:8.4.1', 'web:8.4.2', 'wbe:8.4.1'].map((name) => ({ kind: 'image', reference: at(name) })),
  );
  const { target: _, ...elsewhere } = knownFacts({});
  expect(language.lines(form, elsewhere).wants).toEqual([]);
});

it('says what is there; what is missing may be pushed later, and what has no repository cannot', () => {
  const { value } = lines({ images, tagsOf });
  expect(value.map(({ range, kind, text }) => [range.line, kind, text])).toEqual([
    [4, 'nowhere', 'no such repository'],
    [6, 'there', 'there · sha256:aaaa…aaaa · 2 days'],
    [7, 'missing', 'missing'],
    [8, 'nowhere', 'no such repository'],
  ]);
  expect(value.flatMap(({ problem }) => problem ?? [])).toMatchObject([
    {
      rule: 'repository-missing',
      severity: 'error',
      awsCode: 'INVALID_HELM_CHART_URI',
      range: { line: 4, column: 13 },
    },
    { rule: 'content-missing', severity: 'warning', awsCode: 'IMAGE_NOT_FOUND', range: { line: 7, column: 5 } },
    {
      rule: 'repository-missing',
      severity: 'error',
      awsCode: 'INVALID_CONTAINER_IMAGE_REPOSITORY',
      range: { line: 8 },
    },
  ]);
});

it('counts what an image list has, as soon as that is known', () => {
  const text = `[a]\nForm: Container version\n[[Option: Images]]\nContainer images:\n  - @a_images.txt\n  - ${at('web:1')}\n`;
  const counts = (world: KnownWorld) =>
    language
      .lines(text, knownFacts(world))
      .value.filter(({ range, kind }) => range.line === 4 && kind !== 'incomplete');
  expect(counts({})).toEqual([]);
  const lists = (...names: string[]) => ({ forms: { lists: new Map([['a_images.txt', { targets: names.map(at) }]]) } });
  expect(counts(lists('web:1', 'api:1'))).toMatchObject([{ kind: 'count', text: '2 of 50' }]);
  const many = Array.from({ length: 50 }, (_, place) => `i${place}:1`);
  expect(counts(lists(...many))).toMatchObject([{ kind: 'over', text: '51 of 50' }]);
});

it('tells which forms a registry could be asked about', () => {
  expect(formNamesImages(form)).toBe(true);
  expect(formNamesImages('[a]\nForm: Container version\n[[Option: Images]]\nContainer images: @a_images.txt\n')).toBe(
    false,
  );
});
