import { describe, expect, it } from 'vitest';
import type { AttestationRule } from '#formats';
import { askedAttestation, firstMatch } from '#release';

const range = { line: 1, column: 1, endLine: 1, endColumn: 1 };

describe('firstMatch', () => {
  it.each([
    ['zeebe', 'zeebe', true],
    ['zeebe', 'other/zeebe', false],
    ['zeebe', 'zeebe/x', false],
    ['zee?e', 'zeebe', true],
    ['*', 'zeebe', true],
    ['*', 'a/zeebe', false],
    ['a/*', 'a/b', true],
    ['a/*', 'a/b/c', false],
    ['a/*-init', 'a/zeebe-init', true],
    ['**', 'zeebe', true],
    ['**', 'a/b/c', true],
    ['byo/**', 'byo/a/b', true],
    ['byo/**', 'x/byo/a', false],
    ['byo/**', 'byos/a', false],
    ['**/zeebe', 'zeebe', true],
    ['**/zeebe', 'a/b/zeebe', true],
    ['**/zeebe', 'a/xzeebe', false],
    ['a/**/c', 'a/b/b/c', true],
  ])('%s fits %s: %s', (images, path, fits) => {
    expect(firstMatch([{ images }], path) !== undefined).toBe(fits);
  });

  it('takes the first of several', () => {
    const rules = [{ images: 'a/b' }, { images: 'a/**' }, { images: '**' }];
    expect(['a/b', 'a/c', 'c'].map((path) => firstMatch(rules, path))).toEqual(rules);
    expect(firstMatch(rules.slice(0, 2), 'c')).toBeUndefined();
  });
});

describe('askedAttestation', () => {
  const exempt = (images: string): AttestationRule => ({ images, ask: { exempt: 'not the vendor’s' }, range });
  const asks = (images: string, require = true): AttestationRule => ({
    images,
    ask: { url: `https://notes.example/${images}`, key: 'a.pgp', require },
    range,
  });
  const [byo, own, rest, weak] = [exempt('byo/**'), exempt('own/**'), asks('tm/**'), asks('other/**', false)];
  const rules = [byo, weak, own, rest];

  it.each<[string, string[], AttestationRule | undefined]>([
    ['one path that is exempt', ['byo/a'], byo],
    ['one that is not', ['tm/a'], rest],
    ['one that no rule is for', ['z'], undefined],
    ['several that are exempt', ['own/a', 'byo/a'], own],
    ['one that is exempt and one that is not', ['byo/a', 'tm/a'], rest],
    ['one that is exempt and one that no rule is for', ['byo/a', 'z'], undefined],
    ['one that no rule is for and one that is not exempt', ['z', 'tm/a'], rest],
    ['one that may lack it and one that may not', ['other/a', 'tm/a'], rest],
    ['one that may lack it and one that is exempt', ['byo/a', 'other/a'], weak],
  ])('of %s', (_, paths, rule) => {
    expect(askedAttestation(rules, { paths })).toBe(rule);
  });

  it.each<[string, string, AttestationRule | undefined]>([
    ['byo/a', 'tm/a', rest],
    ['tm/a', 'byo/a', rest],
    ['byo/a', 'z', byo],
    ['z', 'byo/a', undefined],
  ])('of %s, which goes to %s by names', (path, mappedPath, rule) => {
    expect(askedAttestation(rules, { paths: [path], mappedPath })).toBe(rule);
  });
});
