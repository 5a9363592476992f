import { describe, expect, it } from 'vitest';
import { compareVersions, newestRelease } from '#reference';

/** Another order than the one that is asked for, the same every time. */
function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item, at) => ({ item, key: (at * 7919 + 13) % 101 }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

const ascending = [
  // No versions: by name.
  '1a2b3c4d5e6f',
  'latest',
  'sha256-77ab',
  // Versions.
  '1',
  '1.0',
  '1.0.0',
  '1.2.9',
  '1.2.10',
  'v1.3.0',
  '8.3.4-SNAPSHOT-1',
  '8.4.0-SNAPSHOT',
  '8.4.0-unstable',
  '8.4.0-edge.1',
  '8.4.0-alpha1',
  '8.4.0-alpha2-rc1',
  '8.4.0-alpha2',
  '8.4.0-alpha10',
  '8.4.0-beta1',
  '8.4.0-M3',
  '8.4.0-rc1',
  '8.4.0.CR2',
  '8.4.0',
  '8.4.0.Final',
  '8.4.0-1',
  '8.4.0-2',
  '8.4.0-10',
  '8.4.0-alpine',
  '8.4.0-ubuntu-22.04',
  '8.4.1-rc.1',
  '8.4.1',
  '20231128',
  '20231128093015123456789',
];

describe('compareVersions', () => {
  it('orders numbers as numbers, and knows which suffixes come before the version and which after it', () => {
    expect(shuffled(ascending).sort(compareVersions)).toEqual(ascending);
  });

  it('is an order: each pair one way, and the other way round', () => {
    for (const [at, low] of ascending.entries()) {
      for (const high of ascending.slice(at + 1)) {
        expect(compareVersions(low, high)).toBeLessThan(0);
        expect(compareVersions(high, low)).toBeGreaterThan(0);
      }
      expect(compareVersions(low, low)).toBe(0);
    }
  });

  it('takes a letter after a number for an early version only where it stands for one', () => {
    expect(compareVersions('1.0.0-b1', '1.0.0')).toBeLessThan(0);
    expect(compareVersions('1.0.0-buster', '1.0.0')).toBeGreaterThan(0);
    expect(compareVersions('1.0.0-amd64', '1.0.0')).toBeGreaterThan(0);
  });

  it('reads tags of any length in no time', () => {
    const tags = Array.from({ length: 100 }, (_, at) => `1.0-alpha${'1'.repeat(20 + at)}x`);
    expect(tags.toSorted(compareVersions)).toHaveLength(100);
    expect(newestRelease('1.0-alpha1', tags)).toBeUndefined();
  });

  it('does not mind a v in front, or zeros', () => {
    expect(compareVersions('v1.2', '1.3')).toBeLessThan(0);
    expect(compareVersions('1.02', '1.3')).toBeLessThan(0);
    expect(compareVersions('1.10', '1.09')).toBeGreaterThan(0);
  });
});
