import { expect, it } from 'vitest';
import { parseImageConfig } from '#registry';
import { ConfigCache } from '../../../src/registry/manifests/config-cache.ts';

/** A config that takes somewhat more than 2,000 bytes. */
const config = parseImageConfig(Buffer.from(JSON.stringify({ config: { User: 'x'.repeat(1000) } })), 'd', 'r');

it('configs are read once while there is room, the oldest go first, and failures are not kept', async () => {
  const cache = new ConfigCache(6000);
  const reads: string[] = [];
  const ask = (digest: string) =>
    cache.of(digest, async () => {
      reads.push(digest);
      return config;
    });
  await expect(cache.of('a', () => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
  for (const digest of ['a', 'b', 'a', 'b']) expect(await ask(digest)).toBe(config);
  expect(reads).toEqual(['a', 'b']);
  for (const digest of ['c', 'b', 'c', 'a']) await ask(digest);
  expect(reads).toEqual(['a', 'b', 'c', 'a']);
});

it('configs that two have read at the same time count once', async () => {
  const cache = new ConfigCache(6000);
  let reads = 0;
  const ask = (digest: string) =>
    cache.of(digest, async () => {
      reads++;
      return config;
    });
  await Promise.all(['a', 'a', 'a', 'b'].map(ask));
  await Promise.all(['a', 'b'].map(ask));
  expect(reads).toBe(4);
});
