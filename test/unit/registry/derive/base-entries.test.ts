import { describe, expect, it } from 'vitest';
import { BaseEntriesReading, bytesOf } from '../../../../src/registry/derive/base-entries.ts';
import type { LayerEntry } from '../../../../src/registry/layers/layer-entry.ts';

const entry = (path: string, more: Partial<LayerEntry> = {}): LayerEntry => ({
  path,
  kind: 'file',
  mode: 0o644,
  uid: 0,
  gid: 0,
  size: 0,
  isSparse: false,
  leavesRoot: false,
  ...more,
});

const deep = (parts: number) => Array<string>(parts).fill('usr').join('/');

describe('what is kept of a layer', () => {
  it('are 64 folders of a path that is deeper, and not what it names', () => {
    const reading = new BaseEntriesReading(new Set(['usr']));
    reading.take(entry(deep(64)));
    for (const whiteout of [undefined, 'file', 'opaque'] as const)
      reading.take(entry(deep(1000), whiteout && { whiteout }));
    const { entries, implied, removed, emptied } = reading.result();
    expect([...entries.keys()]).toEqual([deep(64)]);
    expect([...implied].at(-1)).toBe(deep(64));
    expect([implied.size, removed.size, emptied.size]).toEqual([64, 0, 0]);
  });

  it('are 10,000 places, however they came to be known', () => {
    const names = Array.from({ length: 2500 }, (_, at) => `n${at}`);
    const reading = new BaseEntriesReading(new Set([...names, 'a']));
    for (const name of names) {
      reading.take(entry(`${name}/a`));
      reading.take(entry(name, { whiteout: 'file' }));
      reading.take(entry(name, { whiteout: 'opaque' }));
    }
    // What is known already is no place more.
    reading.take(entry('n0/a'));
    expect(() => reading.take(entry('a'))).toThrow(
      expect.objectContaining({ fault: { code: 'layer-too-large', why: expect.stringContaining('10000 places') } }),
    );
  });

  it('weighs more with longer names and targets', () => {
    const weight = (path: string, linkTarget: string) => {
      const reading = new BaseEntriesReading(new Set(path.split('/')));
      reading.take(entry(path, { kind: 'symlink', linkTarget }));
      return bytesOf(reading.result());
    };
    expect(weight('a'.repeat(101), 'b') - weight('a', 'b')).toBe(200);
    expect(weight('a', 'b'.repeat(101)) - weight('a', 'b')).toBe(200);
    expect(weight('a/b', 'c')).toBe(2 * 300 + 2 * 'aa/bc'.length);
  });
});
