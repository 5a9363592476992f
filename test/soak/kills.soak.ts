import { expect, it } from 'vitest';
import { FastRegistry } from '../bench/mirror/fast-registry.ts';
import { s2 } from '../bench/mirror/image-set.ts';
import { Workspace } from '../interop/support/command-line.ts';
import { startDockerRegistry } from '../interop/support/docker-registry.ts';
import { allTags, heldBlobs, missingContent } from '../interop/support/registry-state.ts';
import { startRelay } from '../support/relay.ts';

const kills = 100;
const prefix = 'p';

/**
 * 30 images with layers in common (403 MB), killed at random moments until the release is done, then the next release at a new registry:
 * a hundred kills in all.
 */
it('a hundred kills: nothing dangles, nothing whole is sent again, and each release completes', async () => {
  const set = s2();
  const source = new FastRegistry(set.images, {});
  const port = await source.open();
  const files = set.images.map(({ repository, tag, digest }) => [
    repository,
    { source: `127.0.0.1:${port}/${repository}:${tag}@${digest}`, dest: `${repository}:${tag}` },
  ]);
  const release = JSON.stringify({ metadata: { images: Object.fromEntries(files) } });
  const figures = { kills: 0, releases: 0, runs: 0, sent: 0, unfinished: 0, nothingYet: 0 };
  let wholeMs = 0;

  while (figures.kills < kills) {
    const target = await startDockerRegistry();
    const relay = await startRelay(target.host);
    const here = new Workspace({
      'marketplace.yaml': `version: 1\ntarget:\n  registry: ${relay.host}\n  prefix: ${prefix}\n`,
      '1_release.json': release,
    });
    const needed = set.images.flatMap(({ repository, blobs }) =>
      blobs.map(({ digest }) => ({ repository: `${prefix}/${repository}`, digest })),
    );
    const everSent = new Set<string>();
    for (let isDone = false; !isDone; ) {
      const before = await heldBlobs(target, needed);
      relay.sent.length = 0;
      const began = performance.now();
      const { child, ended } = here.start(['mirror', '--yes', '--json']);
      // The first run is left alone: it says how long a whole one takes.
      const moment = Math.round(250 + Math.random() * wholeMs);
      const timer = wholeMs > 0 && figures.kills < kills ? setTimeout(() => child.kill('SIGKILL'), moment) : undefined;
      const { status, stdout, stderr } = await ended;
      clearTimeout(timer);
      if (wholeMs === 0) wholeMs = performance.now() - began;
      isDone = status === 0;
      if (!isDone && status !== null) throw new Error(`ended with ${status}:\n${stdout}\n${stderr}`);
      figures.runs++;
      if (!isDone) figures.kills++;
      if (!isDone && relay.sent.length === 0) figures.nothingYet++;
      const names = relay.sent.map(({ repository, digest }) => `${repository}@${digest}`);
      figures.sent += names.length;
      figures.unfinished += names.filter((name) => everSent.has(name)).length;
      for (const name of names) everSent.add(name);
      expect({ moment, again: names.filter((name) => before.has(name)) }).toEqual({ moment, again: [] });
      expect({ moment, missing: await missingContent(target) }).toEqual({ moment, missing: [] });
    }
    const tags = await allTags(target);
    for (const { repository, tag, digest } of set.images) {
      expect(tags.get(`${prefix}/${repository}:${tag}`)).toBe(digest);
    }
    figures.releases++;
    process.stdout.write(`${figures.kills} kills\n`);
    here.remove();
    await relay.close();
    await target.close();
  }
  source.close();
  process.stdout.write(
    `a whole run took ${(wholeMs / 1000).toFixed(1)} s; ${figures.kills} kills (${figures.nothingYet} before the first blob) in ${figures.releases} releases; ` +
      `${figures.sent} blobs begun, ${figures.unfinished} of them again because they were not finished\n`,
  );
});
