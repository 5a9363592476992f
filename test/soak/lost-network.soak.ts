import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { FastRegistry } from '../bench/mirror/fast-registry.ts';
import { s2 } from '../bench/mirror/image-set.ts';
import { documentOf, Workspace } from '../interop/support/command-line.ts';
import { startDockerRegistry } from '../interop/support/docker-registry.ts';
import { missingContent } from '../interop/support/registry-state.ts';
import { startRelay } from '../support/relay.ts';

const outageMs = 30_000;

it('a network that is gone for half a minute in the middle: the same run completes', async () => {
  const set = s2();
  const source = new FastRegistry(set.images, {});
  const port = await source.open();
  const target = await startDockerRegistry();
  const relay = await startRelay(target.host);
  const files = set.images.map(({ repository, tag, digest }) => [
    repository,
    { source: `127.0.0.1:${port}/${repository}:${tag}@${digest}`, dest: `${repository}:${tag}` },
  ]);
  const here = new Workspace({
    'marketplace.yaml': `version: 1\ntarget:\n  registry: ${relay.host}\n  prefix: p\n`,
    '1_release.json': JSON.stringify({ metadata: { images: Object.fromEntries(files) } }),
  });
  const { ended } = here.start(['mirror', '--yes', '--json']);
  while (relay.sent.length < 40) await delay(5);
  await relay.down();
  await delay(outageMs);
  await relay.up();
  const done = await ended;
  const { summary } = documentOf<{ summary: Readonly<Record<string, number>> }>(done);
  expect({ status: done.status, copied: summary.copied }).toEqual({ status: 0, copied: set.images.length });
  expect(await missingContent(target)).toEqual([]);
  const times = new Map<string, number>();
  for (const { repository, digest } of relay.sent) {
    const name = `${repository}@${digest}`;
    times.set(name, (times.get(name) ?? 0) + 1);
  }
  const again = [...times.values()].filter((count) => count > 1).length;
  process.stdout.write(`${times.size} blobs, ${again} of them begun a second time after the outage\n`);
  // Those that were on their way when it went: no more than are at a time.
  expect(again).toBeLessThanOrEqual(32);
  here.remove();
  await relay.close();
  await target.close();
  source.close();
});
