import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { planMirror, runMirror } from '#jobs';
import { ReleaseError } from '#problem';
import { references } from '../../support/memory-registry.ts';
import { openWorld, plainTarget, seed, type World, wanted } from '../../support/mirror-world.ts';
import { buildImage, noise } from '../../support/sample-images.ts';

const base = noise('base', 50_000);
const app = noise('app', 20_000);
const both = ['linux/amd64', 'linux/arm64'];

async function plan(world: World, images: ReturnType<typeof wanted>[], target = plainTarget) {
  return planMirror({ images, ignored: [], target, warnings: [] }, world.gateways, { emit: world.emit });
}

async function mirror(world: World, images: ReturnType<typeof wanted>[], target = plainTarget, signal?: AbortSignal) {
  const made = await plan(world, images, target);
  return runMirror(made, world.gateways, { emit: world.emit, concurrency: 4, ...(signal ? { signal } : {}) });
}

/** Every tag's content is there, to the last blob: what a registry promises and a careless copy breaks. */
function dangling(world: World): string[] {
  const missing: string[] = [];
  for (const [name, { tags, manifests, blobs }] of world.target.repositories) {
    const visit = (digest: string) => {
      const manifest = manifests.get(digest);
      if (!manifest) {
        if (!blobs.has(digest)) missing.push(`${name}@${digest}`);
        return;
      }
      references(manifest.bytes).forEach(visit);
    };
    for (const digest of tags.values()) visit(digest);
  }
  return missing;
}

describe('a plan', () => {
  it('reads only, and knows digests, platforms and bytes before anything is confirmed', async () => {
    const world = await openWorld();
    const image = buildImage({ platforms: both, layers: [base, app], seed: 'zeebe' });
    seed(world.source, 'zeebe', '1', image);
    const made = await plan(world, [wanted('zeebe:1', 'zeebe:1')]);
    const [item] = made.items;
    expect(item).toMatchObject({
      source: 'source.example/zeebe:1',
      target: 'target.example/p/zeebe:1',
      outcome: 'copy',
      sourceDigest: image.root,
      targetDigest: image.root,
      platforms: both,
    });
    const sum = [...image.blobs.values()].reduce((bytes, blob) => bytes + blob.length, 0);
    expect(made.summary).toMatchObject({ total: 1, prepared: 1, copy: 1, bytes: sum });
    expect(
      [...world.source.requests, ...world.target.requests].every(({ method }) => method === 'GET' || method === 'HEAD'),
    ).toBe(true);
    expect(structuredClone(made)).toEqual(made);
  });

  it('counts a blob that several repositories need once, the rest as shared', async () => {
    const world = await openWorld();
    seed(world.source, 'a', '1', buildImage({ layers: [base], seed: 'a' }));
    seed(world.source, 'b', '1', buildImage({ layers: [base], seed: 'b' }));
    const made = await plan(world, [wanted('a:1', 'a:1'), wanted('b:1', 'b:1')]);
    expect(made.summary.mountedBytes).toBe(base.length);
  });

  it('fails the image, not the job, when a source is missing', async () => {
    const world = await openWorld();
    seed(world.source, 'a', '1', buildImage({ layers: [app], seed: 'a' }));
    const made = await plan(world, [wanted('gone:1', 'gone:1'), wanted('a:1', 'a:1')]);
    expect(made.ok).toBe(false);
    expect(made.items.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['failed', 'content-missing'],
      ['copy', undefined],
    ]);
  });

  it('tells a taken tag with both digests and a tag that is free', async () => {
    const world = await openWorld();
    const ours = buildImage({ layers: [app], seed: 'new' });
    const theirs = buildImage({ layers: [app], seed: 'old' });
    seed(world.source, 'a', '1.2', ours);
    seed(world.target, 'p/a', '1.2', theirs);
    seed(world.target, 'p/a', '1.2-1', theirs);
    const [item] = (await plan(world, [wanted('a:1.2', 'a:1.2')])).items;
    expect(item).toMatchObject({
      outcome: 'conflict',
      code: 'tag-taken',
      digest: theirs.root,
      targetDigest: ours.root,
    });
    expect(item?.message).toContain(theirs.root);
    expect(item?.message).toContain(ours.root);
    expect(item?.hint).toContain('1.2-2');
  });

  it('calls a tag with some of the platforms equivalent, and names the missing ones', async () => {
    const world = await openWorld();
    const image = buildImage({ platforms: [...both, 'linux/arm/v7'], layers: [app], seed: 'x' });
    seed(world.source, 'a', '1', image);
    seed(world.target, 'p/a', '1', image);
    world.target.repository('p/a').tags.set('1', image.manifests[0]?.digest ?? '');
    const made = await plan(world, [wanted('a:1', 'a:1')]);
    expect(made.items[0]).toMatchObject({
      outcome: 'equivalent',
      code: 'platform-incomplete',
      missingPlatforms: ['linux/arm64', 'linux/arm/v7'],
    });
    expect(made.ok).toBe(true);
    const strict = await plan(world, [wanted('a:1', 'a:1')], { ...plainTarget, existing: 'fail' });
    expect(strict.items[0]?.outcome).toBe('conflict');
  });
});

describe('what a taken tag is compared with', () => {
  it('takes a tag that holds something unreadable for taken, not for broken', async () => {
    const world = await openWorld();
    seed(world.source, 'a', '1', buildImage({ layers: [app], seed: 'a' }));
    const here = world.target.repository('p/a');
    const bytes = Buffer.from('{"schemaVersion":1,"fsLayers":[]}');
    here.manifests.set('sha256:x', { mediaType: 'application/vnd.docker.distribution.manifest.v1+json', bytes });
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    here.manifests.set(digest, { mediaType: 'application/json', bytes });
    here.tags.set('1', digest);
    expect((await plan(world, [wanted('a:1', 'a:1')])).items[0]).toMatchObject({ outcome: 'conflict', digest });
  });

  it('counts only its own re-releases: a date or a variant gets a suffix', async () => {
    const world = await openWorld();
    const theirs = buildImage({ layers: [app], seed: 'theirs' });
    const cases = { '9.1.0-debian-11': '9.1.0-debian-11-1', '2024-01-02': '2024-01-02-1', '8.3.4-1': '8.3.4-2' };
    for (const [tag, free] of Object.entries(cases)) {
      seed(world.source, 'a', tag, buildImage({ layers: [app], seed: 'ours' }));
      seed(world.target, 'p/a', tag, theirs);
      if (tag.startsWith('8')) seed(world.target, 'p/a', '8.3.4', theirs);
      const [item] = (await plan(world, [wanted(`a:${tag}`, `a:${tag}`)])).items;
      expect(item?.hint).toContain(`for example ${free},`);
    }
  });
});

describe('strip and platform filter', () => {
  const strip = { ...plainTarget, attestationManifests: 'strip' as const };

  it('drops attestation entries, and calls the result present the next time', async () => {
    const world = await openWorld();
    const image = buildImage({ platforms: both, layers: [app], attestations: true, seed: 's' });
    seed(world.source, 'a', '1', image);
    const report = await mirror(world, [wanted('a:1', 'a:1')], strip);
    const [item] = report.items;
    expect(item).toMatchObject({ outcome: 'copied', strippedAttestations: 2, sourceDigest: image.root });
    expect(item?.digest).not.toBe(image.root);
    const there = world.target.repository('p/a');
    expect(references(there.manifests.get(there.tags.get('1') ?? '')?.bytes ?? Buffer.alloc(0))).toHaveLength(2);
    expect(there.manifests.size).toBe(3);
    expect((await plan(world, [wanted('a:1', 'a:1')], strip)).items[0]?.outcome).toBe('present');
  });

  it('keeps attestations of the platforms that stay, and of no others', async () => {
    const world = await openWorld();
    seed(world.source, 'a', '1', buildImage({ platforms: both, layers: [app], attestations: true, seed: 's' }));
    const report = await mirror(world, [wanted('a:1', 'a:1')], { ...plainTarget, platforms: ['linux/amd64'] });
    const there = world.target.repository('p/a');
    const index = JSON.parse(there.manifests.get(report.items[0]?.digest ?? '')?.bytes.toString() ?? '');
    expect(index.manifests).toHaveLength(2);
    expect(index.manifests[1].annotations['vnd.docker.reference.digest']).toBe(index.manifests[0].digest);
    expect(report.items[0]).toMatchObject({ strippedAttestations: 1, droppedPlatforms: ['linux/arm64'] });
  });

  it('keeps the bytes when there is nothing to strip', async () => {
    const world = await openWorld();
    const image = buildImage({ style: 'docker', platforms: both, layers: [app], seed: 'd' });
    seed(world.source, 'a', '1', image);
    const report = await mirror(world, [wanted('a:1', 'a:1')], strip);
    expect(report.items[0]?.digest).toBe(image.root);
    expect(world.target.repository('p/a').manifests.get(image.root)?.bytes).toEqual(image.manifests.at(-1)?.bytes);
  });

  it('filters platforms, also in a nested index, and fails what has none of them', async () => {
    const world = await openWorld();
    seed(world.source, 'a', '1', buildImage({ platforms: both, layers: [app], nested: true, seed: 'n' }));
    seed(world.source, 'b', '1', buildImage({ platforms: ['windows/amd64', 'linux/s390x'], layers: [app], seed: 'w' }));
    const report = await mirror(world, [wanted('a:1', 'a:1'), wanted('b:1', 'b:1')], {
      ...plainTarget,
      platforms: ['linux/arm64'],
    });
    expect(report.items[0]).toMatchObject({
      outcome: 'copied',
      platforms: ['linux/arm64'],
      droppedPlatforms: ['linux/amd64'],
    });
    expect(report.items[1]).toMatchObject({ outcome: 'failed', code: 'platform-missing' });
    expect(dangling(world)).toEqual([]);
  });
});

describe('a run', () => {
  it.each([true, false])('moves each shared blob once where the registry mounts (%s)', async (mounts) => {
    const world = await openWorld({ mounts });
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
      seed(world.source, name, '1', buildImage({ platforms: both, layers: [base, app], seed: name }));
    }
    const images = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => wanted(`${name}:1`, `${name}:1`));
    const report = await mirror(world, images);
    expect(report).toMatchObject({ ok: true, summary: { copied: 6, failed: 0 } });
    for (const { target } of images) {
      const { tags, manifests } = world.target.repository(target.repository);
      expect(manifests.get(tags.get('1') ?? '')?.bytes).toEqual(
        world.source.repository(target.repository.slice(2)).manifests.get(tags.get('1') ?? '')?.bytes,
      );
    }
    expect(dangling(world)).toEqual([]);
    if (mounts) expect(world.target.counts).toMatchObject({ mounts: 10 });
    else expect(world.target.counts.mounts).toBe(0);
    const puts = world.target.counts.blobPuts;
    const again = await mirror(world, images);
    expect(again.summary).toMatchObject({ present: 6, copied: 0, bytes: 0 });
    expect(world.target.counts.blobPuts).toBe(puts);
  });

  it('writes blobs, then children, then the tag', async () => {
    const world = await openWorld();
    seed(world.source, 'a', '1', buildImage({ platforms: both, layers: [base, app], nested: true, seed: 'o' }));
    await mirror(world, [wanted('a:1', 'a:1')]);
    const writes = world.target.requests
      .filter(({ method }) => method === 'PUT')
      .map(({ url }) => (url.includes('/blobs/') ? 'blob' : url.includes('sha256') ? 'child' : 'tag'));
    expect(writes.at(-1)).toBe('tag');
    expect(writes.filter((kind) => kind === 'tag')).toHaveLength(1);
    expect(writes.filter((kind) => kind === 'child')).toHaveLength(3);
  });

  it('refuses when a source tag, a target tag, the account or an endpoint moved since the plan', async () => {
    const world = await openWorld();
    const image = buildImage({ layers: [app], seed: '1' });
    seed(world.source, 'a', '1', image);
    const made = await plan(world, [wanted('a:1', 'a:1')]);
    const run = (saved = made) => runMirror(saved, world.gateways, { emit: world.emit, concurrency: 2 });
    const other = buildImage({ layers: [app], seed: '2' });

    seed(world.source, 'a', '1', other);
    await expect(run()).rejects.toMatchObject({
      code: 'plan-stale',
      details: [expect.stringMatching(/^source .*\/a:1: was .*, is /)],
    });
    seed(world.source, 'a', '1', image);

    seed(world.target, 'p/a', '1', other);
    await expect(run()).rejects.toMatchObject({
      code: 'plan-stale',
      details: [expect.stringMatching(/^target .*p\/a:1: was nothing, is /)],
    });
    world.target.repository('p/a').tags.clear();

    const origin = world.origins['target.example'] ?? '';
    world.origins['target.example'] = 'http://127.0.0.1:9';
    await expect(run()).rejects.toMatchObject({
      code: 'plan-stale',
      details: [expect.stringContaining('endpoint of target.example')],
    });
    world.origins['target.example'] = origin;

    const asEcr = await plan(world, [wanted('a:1', 'a:1')], { ...plainTarget, kind: 'ecr' }).catch((error) => error);
    world.identity.account = '999999999999';
    await expect(run(asEcr)).rejects.toMatchObject({
      code: 'plan-stale',
      details: [expect.stringContaining('111122223333')],
    });
    expect(world.target.requests.filter(({ method }) => method === 'PUT' || method === 'POST')).toEqual([]);
  });

  it('goes on after its own half-done run', async () => {
    const world = await openWorld();
    for (const name of ['a', 'b']) seed(world.source, name, '1', buildImage({ layers: [app], seed: name }));
    const made = await plan(world, [wanted('a:1', 'a:1'), wanted('b:1', 'b:1')]);
    seed(world.target, 'p/a', '1', buildImage({ layers: [app], seed: 'a' }));
    const report = await runMirror(made, world.gateways, { emit: world.emit, concurrency: 2 });
    expect(report.items.map(({ outcome }) => outcome)).toEqual(['present', 'copied']);
  });

  it('learns the outcome of a tag write whose answer is lost', async () => {
    const world = await openWorld();
    seed(world.source, 'a', '1', buildImage({ layers: [app], seed: 'a' }));
    const { target } = world;
    let lost = 0;
    target.intercept = (request, response) => {
      if (request.method !== 'PUT' || !request.url.endsWith('/manifests/1') || lost > 0) return false;
      lost++;
      const here = target.repository('p/a');
      const digest = [...world.source.repository('a').manifests.keys()].at(-1) ?? '';
      here.manifests.set(digest, { mediaType: request.headers['content-type'] ?? '', bytes: request.body });
      here.tags.set('1', digest);
      response.socket?.destroy();
      return true;
    };
    const report = await mirror(world, [wanted('a:1', 'a:1')]);
    expect(lost).toBe(1);
    expect(report.items[0]?.outcome).toBe('copied');
  });

  it('calls a tag that somebody else wrote meanwhile a conflict, and does not overwrite it', async () => {
    const world = await openWorld();
    seed(world.source, 'a', '1', buildImage({ layers: [app], seed: 'ours' }));
    const theirs = buildImage({ layers: [app], seed: 'theirs' });
    world.target.intercept = (request) => {
      if (request.method === 'PUT' && request.url.includes('/blobs/')) seed(world.target, 'p/a', '1', theirs);
      return false;
    };
    const report = await mirror(world, [wanted('a:1', 'a:1')]);
    expect(report.items[0]).toMatchObject({ outcome: 'conflict', code: 'tag-taken' });
    expect(world.target.repository('p/a').tags.get('1')).toBe(theirs.root);
  });

  it('reads the tag again before each try of writing it', async () => {
    const world = await openWorld();
    seed(world.source, 'a', '1', buildImage({ layers: [app], seed: 'ours' }));
    const theirs = buildImage({ layers: [app], seed: 'theirs' });
    let puts = 0;
    world.target.intercept = (request, response) => {
      if (request.method !== 'PUT' || !request.url.endsWith('/manifests/1')) return false;
      if (++puts > 1) return false;
      seed(world.target, 'p/a', '1', theirs);
      response.writeHead(503).end();
      return true;
    };
    const report = await mirror(world, [wanted('a:1', 'a:1')]);
    expect(report.items[0]).toMatchObject({ outcome: 'conflict', code: 'tag-taken' });
    expect(puts).toBe(1);
    expect(world.target.repository('p/a').tags.get('1')).toBe(theirs.root);
  });

  it('begins no tag write after a cancel, but learns of the one that is on its way', async () => {
    for (const moment of ['HEAD', 'PUT'] as const) {
      const world = await openWorld();
      seed(world.source, 'a', '1', buildImage({ layers: [app], seed: 'a' }));
      const cancel = new AbortController();
      let content = false;
      world.target.intercept = async (request) => {
        content ||= request.method === 'PUT';
        if (content && request.method === moment && request.url.endsWith('/manifests/1')) {
          cancel.abort(new Error('cancelled'));
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        return false;
      };
      const report = await mirror(world, [wanted('a:1', 'a:1')], plainTarget, cancel.signal);
      expect(report.items[0]?.outcome).toBe(moment === 'PUT' ? 'copied' : 'cancelled');
      expect(world.target.repository('p/a').tags.has('1')).toBe(moment === 'PUT');
    }
  });

  it('uploads where a mount is refused, whatever the words', async () => {
    for (const status of [400, 403, 404, 405]) {
      const world = await openWorld();
      for (const name of ['a', 'b']) seed(world.source, name, '1', buildImage({ layers: [base], seed: name }));
      world.target.intercept = (request, response) => {
        if (!request.url.includes('mount=')) return false;
        response.writeHead(status).end();
        return true;
      };
      const report = await mirror(world, [wanted('a:1', 'a:1'), wanted('b:1', 'b:1')]);
      expect({ status, copied: report.summary.copied }).toEqual({ status, copied: 2 });
    }
  });

  it('brings blobs that are missing below a child manifest that is there', async () => {
    const world = await openWorld();
    const image = buildImage({ platforms: both, layers: [app], seed: 'a' });
    seed(world.source, 'a', '1', image);
    seed(world.target, 'p/a', '0', image);
    world.target.repository('p/a').tags.clear();
    world.target.repository('p/a').blobs.clear();
    expect((await mirror(world, [wanted('a:1', 'a:1')])).items[0]?.outcome).toBe('copied');
    expect(dangling(world)).toEqual([]);
  });

  it('mounts what the plan counted as shared, from images that are there already', async () => {
    const world = await openWorld();
    const old = buildImage({ layers: [base], seed: 'old' });
    seed(world.source, 'old', '1', old);
    seed(world.target, 'p/old', '1', old);
    seed(world.source, 'new', '1', buildImage({ layers: [base], seed: 'new' }));
    const made = await plan(world, [wanted('old:1', 'old:1'), wanted('new:1', 'new:1')]);
    const report = await runMirror(made, world.gateways, { emit: world.emit, concurrency: 2 });
    expect(made.summary.mountedBytes).toBe(base.length);
    expect(report.summary).toMatchObject({ bytes: made.summary.bytes, mountedBytes: made.summary.mountedBytes });
  });

  it('waits a busy registry out instead of counting its refusals', async () => {
    const world = await openWorld();
    seed(world.source, 'a', '1', buildImage({ layers: [app], seed: 'a' }));
    let refused = 0;
    world.target.intercept = (request, response) => {
      if (request.method !== 'PUT' || refused >= 25) return false;
      refused++;
      response.writeHead(400).end(JSON.stringify({ errors: [{ code: 'TOOMANYREQUESTS', message: 'Rate exceeded' }] }));
      return true;
    };
    expect((await mirror(world, [wanted('a:1', 'a:1')])).items[0]?.outcome).toBe('copied');
    expect(refused).toBe(25);
  });

  it('goes on with the others when one source cannot be read again before the run', async () => {
    const world = await openWorld();
    for (const name of ['a', 'b']) seed(world.source, name, '1', buildImage({ layers: [app], seed: name }));
    const made = await plan(world, [wanted('a:1', 'a:1'), wanted('b:1', 'b:1')]);
    world.source.intercept = (request, response) => {
      if (request.method !== 'HEAD' || !request.url.includes('/a/')) return false;
      response.writeHead(403).end();
      return true;
    };
    const report = await runMirror(made, world.gateways, { emit: world.emit, concurrency: 2 });
    expect(report.items.map(({ outcome }) => outcome)).toEqual(['copied', 'copied']);
    expect(world.events).toContainEqual(expect.objectContaining({ type: 'warning', code: 'access-denied' }));
  });

  it('fails an image whose blob is gone or wrong, and finishes the others', async () => {
    const world = await openWorld();
    const gone = buildImage({ layers: [noise('gone', 1000)], seed: 'gone' });
    const wrong = buildImage({ layers: [noise('wrong', 1000)], seed: 'wrong' });
    seed(world.source, 'gone', '1', gone);
    seed(world.source, 'wrong', '1', wrong);
    seed(world.source, 'good', '1', buildImage({ layers: [app], seed: 'good' }));
    const at = (image: typeof gone, length: number) =>
      [...image.blobs].find(([, bytes]) => bytes.length === length)?.[0] ?? '';
    const made = await plan(
      world,
      ['gone', 'wrong', 'good'].map((name) => wanted(`${name}:1`, `${name}:1`)),
    );
    world.source.repository('gone').blobs.delete(at(gone, 1000));
    world.source.repository('wrong').blobs.set(at(wrong, 1000), Buffer.alloc(1000, 7));
    const report = await runMirror(made, world.gateways, { emit: world.emit, concurrency: 4, log: 'sync-error.log' });
    expect(report.items.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['failed', 'content-missing'],
      ['failed', 'digest-mismatch'],
      ['copied', undefined],
    ]);
    expect(world.written.get('sync-error.log')).toMatch(
      /^ERROR: target\.example\/p\/gone:1: .*\nERROR: target\.example\/p\/wrong:1: .*\n$/,
    );
    expect(world.target.repository('p/wrong').tags.size).toBe(0);
    expect(dangling(world)).toEqual([]);
  });

  it("tells a source that breaks off as the source's trouble", async () => {
    const world = await openWorld();
    seed(world.source, 'a', '1', buildImage({ layers: [app], seed: 'a' }));
    const made = await plan(world, [wanted('a:1', 'a:1')]);
    world.source.intercept = (request, response) => {
      if (!request.url.includes('/blobs/')) return false;
      response.writeHead(200, { 'content-length': app.length }).write(app.subarray(0, 10));
      setTimeout(() => response.socket?.destroy(), 2);
      return true;
    };
    const report = await runMirror(made, world.gateways, { emit: world.emit, concurrency: 2 });
    expect(report.items[0]).toMatchObject({
      outcome: 'failed',
      code: 'unreachable',
      message: expect.stringMatching(/^source\.example cannot be reached/),
    });
  });

  it('reports what is done and what is not after a cancel, and the next run completes', async () => {
    const world = await openWorld();
    const names = Array.from({ length: 12 }, (_, at) => `i${at}`);
    for (const name of names) seed(world.source, name, '1', buildImage({ layers: [noise(name, 30_000)], seed: name }));
    const cancel = new AbortController();
    let puts = 0;
    world.target.intercept = (request) => {
      if (request.method === 'PUT' && request.url.includes('/manifests/') && ++puts === 4)
        cancel.abort(new Error('cancelled'));
      return false;
    };
    const images = names.map((name) => wanted(`${name}:1`, `${name}:1`));
    const report = await mirror(world, images, plainTarget, cancel.signal);
    expect(report.cancelled).toBe(true);
    expect(report.summary.copied).toBeGreaterThanOrEqual(4);
    expect(report.summary.cancelled).toBeGreaterThan(0);
    expect(report.summary.copied + report.summary.cancelled).toBe(12);
    const tagged = [...world.target.repositories.values()].filter(({ tags }) => tags.size > 0).length;
    expect(tagged).toBe(report.summary.copied);
    expect(dangling(world)).toEqual([]);
    expect((await mirror(world, images)).summary).toMatchObject({
      present: report.summary.copied,
      copied: report.summary.cancelled,
    });
  });

  it('reports what it did also when the error log cannot be written in the end', async () => {
    const world = await openWorld();
    seed(world.source, 'a', '1', buildImage({ layers: [app], seed: 'a' }));
    const made = await plan(world, [wanted('a:1', 'a:1')]);
    let writes = 0;
    const files: typeof world.gateways.files = {
      ...world.gateways.files,
      write: async () => {
        if (++writes > 1) throw new ReleaseError('file-not-writable', 'x.log cannot be written (ENOSPC)');
      },
    };
    const options = { emit: world.emit, concurrency: 2, log: 'x.log' };
    const report = await runMirror(made, { ...world.gateways, files }, options);
    expect(report).toMatchObject({ ok: false, summary: { copied: 1 }, warnings: [{ code: 'file-not-writable' }] });
  });

  it('keeps a copied tag in the report only if it is there in the end', async () => {
    const world = await openWorld();
    seed(world.source, 'a', '1', buildImage({ layers: [app], seed: 'a' }));
    let written = false;
    world.target.intercept = (request, response) => {
      if (request.method === 'PUT' && request.url.endsWith('/manifests/1')) {
        written = true;
        return false;
      }
      if (!written || request.method !== 'HEAD') return false;
      response.writeHead(404).end();
      return true;
    };
    expect((await mirror(world, [wanted('a:1', 'a:1')])).items[0]).toMatchObject({
      outcome: 'failed',
      code: 'verification-failed',
    });
  });
});
