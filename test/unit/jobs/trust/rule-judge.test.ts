import { describe, expect, it } from 'vitest';
import { type Depth, type Gateways, type MirrorPlan, parsePlan, planMirror, runMirror } from '#jobs';
import { ReleaseError } from '#problem';
import type { TrustWish } from '../../../../src/jobs/trust/trust-wish.ts';
import { targetOfKind } from '../../../support/image-evidence.ts';
import { digestOf, judgedImage, layerOf } from '../../../support/judged-images.ts';
import { openWorld, plainTarget, seed, type World, wanted } from '../../../support/mirror-world.ts';

const key = `-----BEGIN PRIVATE KEY-----\n${'MC4CAQAwBQYDK2VwBCIEI'.repeat(4)}\n-----END PRIVATE KEY-----\n`;

function wish(depth: Depth, more: Partial<TrustWish> = {}): TrustWish {
  return { attestations: [], derive: [], grades: [], target: targetOfKind('marketplace'), folder: '/', depth, ...more };
}

/** @param names of images that are in the source as `name:1` */
function plan(world: World, names: readonly string[], trust: TrustWish, around: Gateways = world.gateways) {
  const images = names.map((name) => wanted(`${name}:1`, `${name}:1`));
  return planMirror({ images, ignored: [], target: plainTarget, trust, warnings: [] }, around, { emit: world.emit });
}

/** How often each blob of the source was asked for. */
function timesAsked({ source }: World): (bytes: Uint8Array) => number {
  return (bytes) => source.requests.filter(({ url }) => url.endsWith(`/blobs/${digestOf(bytes)}`)).length;
}

const told = ({ items }: MirrorPlan) =>
  items.map(({ outcome, code, findings = [] }) => [
    outcome,
    code,
    ...findings.map((one) => `${one.severity} ${one.rule}`),
  ]);

describe('what the rules find', () => {
  it('stops an image before it is written, and is a warning of one that is there', async () => {
    const world = await openWorld();
    const [fresh, there] = ['fresh', 'there'].map((name) =>
      judgedImage({ config: { User: '0', Env: [`NAME=${name}`] } }),
    );
    if (!fresh || !there) throw new Error('no images');
    seed(world.source, 'fresh', '1', fresh);
    seed(world.source, 'there', '1', there);
    seed(world.target, 'p/there', '1', there);
    const made = await plan(world, ['fresh', 'there'], wish('manifests'));
    expect(told(made)).toEqual([
      ['failed', 'non-root', 'error non-root'],
      ['present', undefined, 'warning non-root'],
    ]);
    expect(made.items[0]).toMatchObject({
      message: 'p/fresh:1 runs as root: its user is "0".',
      hint: expect.stringContaining('USER 1001'),
    });
    expect(made).toMatchObject({ ok: false, depth: 'manifests', summary: { failed: 1, present: 1, bytes: 0 } });
    const report = await runMirror(made, world.gateways, { emit: world.emit, concurrency: 1 });
    expect(report).toMatchObject({ depth: 'manifests', unasked: made.unasked, items: made.items });
    expect(world.target.repositories.get('p/fresh')?.tags.size ?? 0).toBe(0);
  });

  it('is there once, however many places ask for the image, and for all its platforms', async () => {
    const world = await openWorld();
    seed(world.source, 'a', '1', judgedImage({ config: { User: '' }, architectures: ['amd64', 'arm64'] }));
    const image = wanted('a:1', 'a:1');
    const [origin] = image.origins;
    if (!origin) throw new Error('no origin');
    const images = [{ ...image, origins: [origin, { ...origin, file: 'other.txt' }] }];
    const input = { images, ignored: [], target: plainTarget, trust: wish('manifests'), warnings: [] };
    const { items } = await planMirror(input, world.gateways, { emit: world.emit });
    expect(items[0]?.findings).toHaveLength(1);
    expect(items[0]?.origins).toHaveLength(2);
  });

  it('goes by the kind of the target and the grades; what is off is counted, with its reason', async () => {
    const world = await openWorld();
    seed(
      world.source,
      'a',
      '1',
      judgedImage({ config: { User: '', Env: ['DB_PASSWORD=hunter2', 'API_TOKEN=abcdefgh'] } }),
    );
    const outcomes = async (more: Partial<TrustWish>) => {
      const made = await plan(world, ['a'], wish('manifests', more));
      return [...told(made), made.items[0]?.silenced];
    };
    const secrets = ['secret-in-environment', 'secret-in-environment'];
    expect(await outcomes({ target: targetOfKind('oci') })).toEqual([
      ['copy', undefined, ...secrets.map((rule) => `warning ${rule}`), 'info non-root'],
      undefined,
    ]);
    const grades = [
      { rule: 'non-root', level: 'warning' },
      { rule: 'secret-in-environment', level: 'off', reason: 'examples' },
      { rule: 'eol-base', level: 'off', reason: 'found nothing' },
    ] as const;
    expect(await outcomes({ grades })).toEqual([
      ['copy', undefined, 'warning non-root'],
      [{ rule: 'secret-in-environment', reason: 'examples', count: 2 }],
    ]);
  });

  it('is in the plan and in its report also where the files were let off', async () => {
    const world = await openWorld();
    seed(world.source, 'a', '1', judgedImage({}));
    const silenced = [{ rule: 'tag-latest', reason: 'a rehearsal', count: 1 } as const];
    const made = await plan(world, ['a'], wish('layers', { silenced }));
    expect(made.silenced).toEqual(silenced);
    expect(parsePlan(Buffer.from(JSON.stringify(made)))).toEqual(made);
    const report = await runMirror(made, world.gateways, { emit: world.emit, concurrency: 1 });
    expect(report).toMatchObject({ depth: 'layers', silenced, summary: { copied: 1 } });
  });

  it('stays with an image that is copied, and with one that cannot be', async () => {
    const world = await openWorld();
    for (const name of ['a', 'b'])
      seed(world.source, name, '1', judgedImage({ config: { User: '', Env: [`A=${name}`] } }));
    const grades = [
      { rule: 'non-root', level: 'warning' },
      { rule: 'secret-in-environment', level: 'off', reason: 'r' },
    ] as const;
    const made = await plan(world, ['a', 'b'], wish('manifests', { grades }));
    world.target.intercept = ({ method, url }, response) => {
      if (method !== 'PUT' || !url.includes('/p/b/manifests/')) return false;
      response.writeHead(403, { 'content-type': 'application/json' }).end('{"errors":[{"code":"DENIED"}]}');
      return true;
    };
    const { items } = await runMirror(made, world.gateways, { emit: world.emit, concurrency: 1 });
    expect(items.map(({ outcome, findings }) => [outcome, findings])).toEqual([
      ['copied', made.items[0]?.findings],
      ['failed', made.items[1]?.findings],
    ]);
    expect(made.items[1]?.findings).toHaveLength(1);
  });

  it('is nothing of an artifact, nor of an image that was not looked at', async () => {
    const world = await openWorld();
    const chart = judgedImage({ configType: 'application/vnd.cncf.helm.config.v1+json', config: { User: '' } });
    const pinned = judgedImage({ config: { User: '' } });
    seed(world.source, 'chart', '1', chart);
    seed(world.target, 'p/pinned', '1', pinned);
    const images = [wanted('chart:1', 'chart:1'), wanted('pinned:1', 'pinned:1', pinned.root)];
    const input = { images, ignored: [], target: plainTarget, trust: wish('layers'), warnings: [] };
    const made = await planMirror(input, world.gateways, { emit: world.emit });
    expect(told(made)).toEqual([
      ['copy', undefined],
      ['present', undefined],
    ]);
    expect(world.source.requests.filter(({ url }) => url.includes('/blobs/'))).toEqual([]);
  });

  it('takes no referrers along with an image that it stops', async () => {
    const world = await openWorld();
    const image = judgedImage({ config: { User: '' } });
    seed(world.source, 'a', '1', image);
    const subject = { mediaType: image.rootType, digest: image.root, size: 1 };
    const empty = Buffer.from('{}');
    const config = { mediaType: 'application/vnd.oci.empty.v1+json', digest: digestOf(empty), size: empty.length };
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, config, layers: [], subject }));
    const here = world.source.repository('a');
    here.blobs.set(config.digest, empty);
    here.manifests.set(digestOf(bytes), { mediaType, bytes });
    const target = { ...plainTarget, referrers: true as const };
    const planned = (trust: TrustWish | undefined) => {
      const input = { images: [wanted('a:1', 'a:1')], ignored: [], target, trust, warnings: [] };
      return planMirror(input, world.gateways, { emit: world.emit });
    };
    expect((await planned(undefined)).summary).toMatchObject({ copy: 1, referrers: { copy: 1 } });
    const { summary } = await planned(wish('manifests'));
    expect(summary).toMatchObject({ copy: 0, bytes: 0, referrers: { found: 1, copy: 0, skipped: 1 } });
  });
});

describe('the depth', () => {
  const layer = layerOf({ name: 'root/key.pem', content: key });

  it('decides what is read; the plan says it, and which rules had more to ask', async () => {
    const world = await openWorld();
    seed(world.source, 'a', '1', judgedImage({ layers: [layer] }));
    const shallow = await plan(world, ['a'], wish('manifests'));
    expect(told(shallow)).toEqual([['copy', undefined]]);
    expect(timesAsked(world)(layer)).toBe(0);
    expect(shallow.unasked).toEqual(expect.arrayContaining(['private-key-in-image', 'non-root']));
    const deep = await plan(world, ['a'], wish('layers'));
    expect(told(deep)).toEqual([['failed', 'private-key-in-image', 'error private-key-in-image']]);
    expect([deep.depth, deep.unasked]).toEqual(['layers', undefined]);
    expect(parsePlan(Buffer.from(JSON.stringify(deep)))).toEqual(deep);
  });

  it('reads nothing that no rule of the target, not being off, looks at', async () => {
    const world = await openWorld();
    const image = judgedImage({ layers: [layer], architectures: ['amd64', 'arm64'] });
    seed(world.source, 'a', '1', image);
    const { unasked = [] } = await plan(world, ['a'], wish('manifests'));
    const off = unasked.map((rule) => ({ rule, level: 'off', reason: 'r' })) as TrustWish['grades'];
    const before = timesAsked(world)(layer);
    const made = await plan(world, ['a'], wish('layers', { grades: off }));
    expect([told(made), timesAsked(world)(layer)]).toEqual([[['copy', undefined]], before]);
    expect((await plan(world, ['a'], wish('manifests', { grades: off }))).unasked).toBeUndefined();
    const ofConfigs = ['non-root', 'secret-in-environment', 'secret-in-history'] as const;
    const none = {
      target: targetOfKind('oci'),
      grades: ofConfigs.map((rule) => ({ rule, level: 'off', reason: 'r' }) as const),
    };
    const requests = world.source.requests.length;
    await plan(world, ['a'], wish('manifests', none));
    const asked = world.source.requests.slice(requests);
    expect(asked.filter(({ url }) => url.includes('/blobs/'))).toEqual([]);
  });

  it('layers reads each layer once, of 200 images that share them', async () => {
    const world = await openWorld();
    const shared = ['a', 'b', 'c'].map((name) => layerOf({ name, content: name }));
    const names = Array.from({ length: 200 }, (_, at) => `i${at}`);
    for (const name of names) {
      const image = judgedImage({ config: { Env: [`NAME=${name}`] }, layers: shared });
      seed(world.source, name, '1', image);
      // There already, so that nobody is asked which blobs it lacks.
      seed(world.target, `p/${name}`, '1', image);
    }
    const { summary } = await plan(world, names, wish('layers'));
    expect(summary).toMatchObject({ present: 200, failed: 0 });
    expect(shared.map(timesAsked(world))).toEqual([1, 1, 1]);
  });
});

describe('what could not be read', () => {
  it('fails its image under its own code, which no grade changes, and no other image', async () => {
    const world = await openWorld();
    const layer = layerOf({ name: 'x', content: 'x' });
    seed(world.source, 'lost', '1', judgedImage({ layers: [layer] }));
    seed(world.source, 'whole', '1', judgedImage({}));
    world.source.repository('lost').blobs.delete(digestOf(layer));
    const made = await plan(world, ['lost', 'whole'], wish('layers'));
    expect(told(made)).toEqual([
      ['failed', 'content-missing', 'error content-missing'],
      ['copy', undefined],
    ]);
  });

  it('is a login that has ended, which stops the job and is never "missing"', async () => {
    const world = await openWorld();
    const layers = Array.from({ length: 20 }, (_, at) => layerOf({ name: 'x', content: String(at) }));
    layers.forEach((layer, at) => {
      seed(world.source, `i${at}`, '1', judgedImage({ layers: [layer] }));
    });
    const digests = new Set(layers.map(digestOf));
    let isEnded = false;
    // The first layer ends it: from then on the registry wants a login that nobody has any more.
    world.source.intercept = ({ url }, response) => {
      if (!digests.has(url.slice(url.lastIndexOf('/') + 1))) return false;
      isEnded = true;
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
      return true;
    };
    const { registries } = world.gateways;
    const access: Gateways['registries']['access'] = async (name) => ({
      ...(await registries.access(name)),
      login: async () => {
        if (isEnded) throw new ReleaseError('login-expired', 'The SSO session ended', { hint: 'aws sso login' });
        return { kind: 'password', username: 'AWS', password: 'token' };
      },
    });
    const gateways = { ...world.gateways, registries: { isSandbox: false, access } };
    const names = layers.map((_, at) => `i${at}`);
    await expect(plan(world, names, wish('layers'), gateways)).rejects.toMatchObject({ code: 'login-expired' });
    expect(
      world.source.requests.filter(({ url }) => digests.has(url.slice(url.lastIndexOf('/') + 1))).length,
    ).toBeLessThan(20);
  });
});
