import { describe, expect, it } from 'vitest';
import { compareSemanticVersions, newestVersion, parseSemanticVersion } from '#reference';
import { Random } from '../../support/random.ts';

function version(text: string) {
  const parsed = parseSemanticVersion(text);
  if (!parsed) throw new Error(`${text} is no version`);
  return parsed;
}

describe('semantic versions', () => {
  it('are read as semver.org has them, with a v before them perhaps', () => {
    expect(parseSemanticVersion('v8.4.0-alpha.1+build.5')).toEqual({
      numbers: ['8', '4', '0'],
      early: ['alpha', '1'],
      build: 'build.5',
    });
    const none = [
      '',
      '8',
      '8.3',
      '08.3.4',
      '8.3.4-',
      '8.3.4-01',
      '8.3.4+',
      '8.3.4_a',
      ' 8.3.4',
      'vv1.0.0',
      '1.0.0-a..b',
    ];
    expect(none.filter(parseSemanticVersion)).toEqual([]);
    expect(parseSemanticVersion(`1.0.0-${'a'.repeat(300)}`)).toBeUndefined();
  });

  it('stand in the order of section 11', () => {
    const order = [
      '0.9.9',
      '1.0.0-1',
      '1.0.0-2',
      '1.0.0-10',
      '1.0.0--a',
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0',
      '1.0.10',
      '1.2.0',
      '1.10.0',
      '123456789012345678901.0.0',
      '123456789012345678902.0.0',
    ];
    const random = new Random(7);
    const mixed = order.map((text) => ({ text, at: random.below(1000) })).sort((a, b) => a.at - b.at);
    const sorted = mixed.map(({ text }) => text).sort((a, b) => compareSemanticVersions(version(a), version(b)));
    expect(sorted).toEqual(order);
    expect(compareSemanticVersions(version('1.0.0+a'), version('v1.0.0+b'))).toBe(0);
  });

  it.each([
    ['the highest release', '8.3.4', ['8.3.5', '8.3.10', '8.3.3', '8.4.0-alpha1'], '8.3.10'],
    ['no pre-release', '8.3.4', ['8.4.0-alpha1', '8.3.4'], undefined],
    ['a pre-release for one who has one', '8.4.0-alpha1', ['8.4.0-alpha2', '8.3.9', '8.4.0-alpha10'], '8.4.0-alpha2'],
    ['but a release rather', '8.4.0-alpha1', ['8.5.0-alpha1', '8.4.0'], '8.4.0'],
    ['nothing that differs in its build only', '8.3.4', ['8.3.4+1'], undefined],
    ['nothing for what is no version', 'latest', ['8.3.4'], undefined],
    ['nothing of what is no version', '8.3.4', ['latest', '9', 'sha256-ab'], undefined],
  ])('have as the newest %s', (_, current, versions, newest) => {
    expect(newestVersion(current, versions)).toBe(newest);
  });
});
