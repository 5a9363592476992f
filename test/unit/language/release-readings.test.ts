import { expect, it, vi } from 'vitest';
import { releaseFileLanguage as language } from '#language';
import { digestOf, knownFacts } from '../../support/known-facts.ts';

const images = Object.fromEntries(
  ['a', 'b', 'c', 'd'].map((name) => [name, { source: `x.io/${name}:1`, dest: `${name}:1` }]),
);
const text = JSON.stringify({ metadata: { images } }, null, 2);
const known = knownFacts({
  target: { registry: 'r.io', prefix: 'p' },
  neighbours: { file: 'release.json', files: ['release.json'] },
});
const lineOf = (part: string) => text.slice(0, text.indexOf(part)).split('\n').length;
const place = { line: lineOf('x.io/b'), column: 1, endLine: lineOf('x.io/b'), endColumn: 1 };
const titles = (facts = known) => language.fixes(text, place, [], facts).value.map(({ title }) => title);

/** How often a character of a text is looked at. */
function looks(ask: () => unknown): number {
  const spy = vi.spyOn(String.prototype, 'charCodeAt');
  try {
    ask();
    return spy.mock.calls.length;
  } finally {
    spy.mockRestore();
  }
}

it('a large text is read once, whatever is asked of it', () => {
  const once = looks(() => language.diagnose(text));
  expect(once).toBeGreaterThan(text.length);
  expect(looks(() => titles())).toBeLessThan(once * 1.1);
  expect(looks(() => language.symbols(text))).toBeLessThan(once * 1.1);
  expect(looks(() => language.links(text, { file: 'release.json', files: [] }))).toBeLessThan(once * 1.1);
  // And again up to the place, for what stands there.
  expect(looks(() => language.complete(text, text.indexOf('x.io/b') + 5, known))).toBeLessThan(once * 1.6);
});

it('nobody looks at images elsewhere for what cannot be done here', () => {
  const asked: string[] = [];
  const image = (reference: string) => {
    asked.push(reference);
    return undefined;
  };
  titles({ ...known, image });
  expect(asked).not.toEqual([]);
  expect(asked.filter((reference) => !reference.includes('/b:'))).toEqual([]);
});

it('what can be done here is offered for all', () => {
  const pinned = (names: string) => ({
    ...known,
    image: (reference: string) =>
      new RegExp(`x.io/[${names}]:`).test(reference) ? { digest: digestOf('a'), platforms: [] } : undefined,
  });
  expect(titles(pinned('abc'))).toContain('Pin all 3 sources');
  expect(titles(pinned('acd')).filter((title) => title.startsWith('Pin'))).toEqual([]);
});
