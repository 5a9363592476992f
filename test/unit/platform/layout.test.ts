import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Gateways, type PlanTarget, planMirror, runMirror } from '#jobs';
import { LayoutRegistries } from '#platform';
import { digestOf } from '#registry';
import type { ResolvedImage } from '#release';
import { wholeLayout } from '../../support/layout-state.ts';
import { openWorld, plainTarget, seed, wanted } from '../../support/mirror-world.ts';
import { type BuiltImage, buildImage, noise } from '../../support/sample-images.ts';
import { buildReferrer, seedUntagged } from '../../support/sample-referrers.ts';

const layer = noise('layer', 300_000);
const image = buildImage({ layers: [layer], platforms: ['linux/amd64', 'linux/arm64'], seed: 'zeebe' });
const docker = buildImage({ layers: [layer], style: 'docker', seed: 'operate' });

async function temporary(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'layout-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return path.join(folder, 'handover');
}

/** A world in which `handover.layout` is a folder. */
async function layoutWorld(folder: string, name = 'handover.layout') {
  const world = await openWorld();
  const registries = new LayoutRegistries(world.gateways.registries, new Map([[name, folder]]));
  const gateways: Gateways = { ...world.gateways, registries, http: registries.http(world.gateways.http) };
  seed(world.source, 'zeebe', '8.3.4', image);
  seed(world.source, 'operate', '8.3.4', docker);
  return { ...world, gateways };
}

type World = Awaited<ReturnType<typeof layoutWorld>>;

const target: PlanTarget = { ...plainTarget, registry: 'handover.layout', layout: '/handover' };
const toLayout = (from: string, to = from): ResolvedImage => {
  const one = wanted(from, to);
  return { ...one, target: { ...one.target, registry: 'handover.layout' } };
};
const fromLayout = (to: string, digest?: string): ResolvedImage => {
  const [repository = '', tag = ''] = to.split(':');
  const source = { registry: 'handover.layout', repository: `p/${repository}`, tag, ...(digest ? { digest } : {}) };
  return { ...wanted(to, to), source };
};
const release = [toLayout('zeebe:8.3.4'), toLayout('operate:8.3.4')];

const plan = (world: World, images: readonly ResolvedImage[], to: PlanTarget = target) =>
  planMirror({ images, ignored: [], target: to, warnings: [] }, world.gateways, { emit: world.emit });

async function mirror(world: World, images: readonly ResolvedImage[], to: PlanTarget = target) {
  return runMirror(await plan(world, images, to), world.gateways, { emit: world.emit, concurrency: 4 });
}

const outcomes = ({ items }: { items: readonly { outcome: string; code?: string | undefined }[] }) =>
  items.map(({ outcome, code }) => code ?? outcome);
const json = async (...name: string[]) => JSON.parse(await readFile(path.join(...name), 'utf8'));

async function writeLayout(folder: string, images: Readonly<Record<string, BuiltImage>>): Promise<void> {
  await mkdir(path.join(folder, 'blobs', 'sha256'), { recursive: true });
  const manifests: object[] = [];
  for (const [name, built] of Object.entries(images)) {
    const contents = [...built.blobs, ...built.manifests.map(({ digest, bytes }) => [digest, bytes] as const)];
    for (const [digest, bytes] of contents)
      await writeFile(path.join(folder, 'blobs', 'sha256', digest.slice('sha256:'.length)), bytes);
    const size = built.manifests.at(-1)?.bytes.length;
    const annotations = { 'org.opencontainers.image.ref.name': name };
    manifests.push({ mediaType: built.rootType, digest: built.root, size, annotations });
  }
  await writeFile(path.join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
  await writeFile(path.join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
}

describe('a layout as target', () => {
  it('is made by the run, not by the plan, and holds every image whole under its name', async () => {
    const folder = await temporary();
    const world = await layoutWorld(folder);
    const made = await plan(world, release);
    expect(outcomes(made)).toEqual(['copy', 'copy']);
    expect(made.endpoints).toContainEqual({
      name: 'handover.layout',
      origin: `oci:${folder}`,
      credentials: 'none',
      sentTo: [],
    });
    expect(await readdir(path.dirname(folder))).toEqual([]);
    const report = await runMirror(made, world.gateways, { emit: world.emit, concurrency: 4 });
    expect(outcomes(report)).toEqual(['copied', 'copied']);
    expect(await json(folder, 'oci-layout')).toEqual({ imageLayoutVersion: '1.0.0' });
    expect(await wholeLayout(folder)).toEqual(
      new Map([
        ['p/zeebe:8.3.4', image.root],
        ['p/operate:8.3.4', docker.root],
      ]),
    );
    expect((await readdir(folder)).sort()).toEqual(['blobs', 'index.json', 'oci-layout']);
  });

  it('takes a blob once, whatever repositories need it', async () => {
    const world = await layoutWorld(await temporary());
    const report = await mirror(world, release);
    const sum = (built: BuiltImage) => [...built.blobs.values()].reduce((bytes, { length }) => bytes + length, 0);
    expect(report.summary.bytes).toBe(sum(image) + sum(docker) - layer.length);
  });

  it('has what is there already, and never replaces a tag', async () => {
    const folder = await temporary();
    const world = await layoutWorld(folder);
    await mirror(world, release);
    seed(world.source, 'zeebe', '8.3.4', docker);
    const again = await plan(world, release);
    expect(outcomes(again)).toEqual(['tag-taken', 'present']);
    expect(again.items[0]?.hint).toContain('8.3.4-1');
    expect((await wholeLayout(folder)).get('p/zeebe:8.3.4')).toBe(image.root);
  });

  it('refuses a tag that another process has written since, by what the index says then', async () => {
    const folder = await temporary();
    const world = await layoutWorld(folder);
    const other = await layoutWorld(folder);
    const { origin } = await world.gateways.registries.access('handover.layout');
    await mirror(world, [toLayout('operate:8.3.4', 'a:1')]);
    const [manifest] = image.manifests;
    for (const [digest, bytes] of image.blobs)
      await world.gateways.http.send({
        method: 'PUT',
        url: `${origin}/v2/p/a/blobs/uploads/one?digest=${digest}`,
        body: bytes,
      });
    const put = (http: Gateways['http'], tag: string) =>
      http.send({ method: 'PUT', url: `${origin}/v2/p/a/manifests/${tag}`, body: manifest?.bytes ?? new Uint8Array() });
    expect((await put(world.gateways.http, '1')).status).toBe(400);
    await other.gateways.registries.access('handover.layout');
    const written = await Promise.all(
      Array.from({ length: 40 }, (_, n) => put([world, other][n % 2]?.gateways.http ?? world.gateways.http, `t${n}`)),
    );
    expect(new Set(written.map(({ status }) => status))).toEqual(new Set([201]));
    expect((await wholeLayout(folder)).size).toBe(41);
  });

  it('takes no blob with other bytes, and no manifest before what it names', async () => {
    const folder = await temporary();
    const world = await layoutWorld(folder);
    const { origin } = await world.gateways.registries.access('handover.layout');
    const { http } = world.gateways;
    const upload = `${origin}/v2/p/a/blobs/uploads/one?digest=sha256:${'0'.repeat(64)}`;
    expect((await http.send({ method: 'PUT', url: upload, body: layer })).status).toBe(400);
    const [manifest] = image.manifests;
    const put = { method: 'PUT', url: `${origin}/v2/p/a/manifests/1`, body: manifest?.bytes ?? layer } as const;
    expect((await http.send(put)).status).toBe(400);
    expect(await readdir(path.join(folder, 'blobs', 'sha256'))).toEqual([]);
    expect((await wholeLayout(folder)).size).toBe(0);
  });

  it('leaves no part of a blob whose source turns out to send something else', async () => {
    const folder = await temporary();
    const world = await layoutWorld(folder);
    const made = await plan(world, [toLayout('operate:8.3.4')]);
    world.source.intercept = (request, response) => {
      if (request.method !== 'GET' || !request.url.endsWith(digestOf(layer))) return false;
      response.writeHead(200, { 'content-length': layer.length }).end(noise('other', layer.length));
      return true;
    };
    const report = await runMirror(made, world.gateways, { emit: world.emit, concurrency: 4 });
    expect(report).toMatchObject({ ok: false, items: [{ code: 'digest-mismatch' }] });
    expect(await readdir(path.join(folder, 'blobs', 'sha256'))).not.toContain(digestOf(layer).slice('sha256:'.length));
    expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('goes on where a run was ended: half a blob, half a layout, a lock of a process that is gone', async () => {
    const folder = await temporary();
    await mkdir(path.join(folder, 'blobs'), { recursive: true });
    await writeFile(path.join(folder, '.part-0011223344556677'), 'half');
    await writeFile(path.join(folder, 'index.json.0011aa.tmp'), '{"sch');
    await utimes(path.join(folder, '.part-0011223344556677'), 1, 1);
    await writeFile(path.join(folder, '.marketplace-release.lock'), `999999999 at ${hostname()}\n`);
    const world = await layoutWorld(folder);
    expect(outcomes(await mirror(world, release))).toEqual(['copied', 'copied']);
    expect((await wholeLayout(folder)).size).toBe(2);
    // What may be of a process that still writes stays.
    expect((await readdir(folder)).sort()).toEqual(['blobs', 'index.json', 'index.json.0011aa.tmp', 'oci-layout']);
  });

  it('is no folder of something else', async () => {
    const folder = await temporary();
    await mkdir(folder);
    await writeFile(path.join(folder, 'thesis.txt'), '');
    const made = await plan(await layoutWorld(folder), release);
    expect(outcomes(made)).toEqual(['layout-unusable', 'layout-unusable']);
    expect(made.items[0]?.message).toContain('is no image layout');
    expect(await readdir(folder)).toEqual(['thesis.txt']);
  });

  it.each<[string, (folder: string) => Promise<unknown>, string]>([
    ['a file', (folder) => writeFile(folder, 'mine'), 'is a file'],
    [
      'a folder with an index of its own',
      (folder) => mkdir(folder).then(() => writeFile(path.join(folder, 'index.json'), '{"name":"site"}')),
      'index.json',
    ],
    [
      'a folder with blobs of its own',
      (folder) => mkdir(folder).then(() => writeFile(path.join(folder, 'blobs'), 'mine')),
      'holds no content',
    ],
  ])('is not %s: the plan says so, and the run leaves it as it is', async (_, make, words) => {
    const folder = await temporary();
    await make(folder);
    const held = () => readdir(folder).catch(() => readFile(folder, 'utf8'));
    const before = await held();
    const world = await layoutWorld(folder);
    const made = await plan(world, release);
    expect(outcomes(made)).toEqual(['layout-unusable', 'layout-unusable']);
    expect(made.items[0]?.message).toContain(words);
    await runMirror(made, world.gateways, { emit: world.emit, concurrency: 4 });
    expect(await held()).toEqual(before);
  });

  it('keeps what others have written into the index', async () => {
    const folder = await temporary();
    await writeLayout(folder, { 'by-somebody': docker });
    const before = await json(folder, 'index.json');
    before.annotations = { 'x.example': 'kept' };
    before.manifests[0].platform = { os: 'linux', architecture: 'amd64' };
    await writeFile(path.join(folder, 'index.json'), JSON.stringify(before));
    await mirror(await layoutWorld(folder), [toLayout('zeebe:8.3.4')]);
    const after = await json(folder, 'index.json');
    expect(after.annotations).toEqual(before.annotations);
    expect(after.manifests[0]).toEqual(before.manifests[0]);
    expect(after.manifests).toHaveLength(2);
  });

  it('counts as this machine for a rehearsal', async () => {
    const world = await layoutWorld(await temporary());
    const { access, http } = { access: world.gateways.registries, http: world.gateways.http };
    const registries = { isSandbox: true, access: (name: string) => access.access(name) };
    const made = await plan({ ...world, gateways: { ...world.gateways, http, registries } }, release);
    expect(outcomes(made)).toEqual(['copy', 'copy']);
  });
});

describe('a layout as source', () => {
  it('is carried to another place, and gives back the same digests', async () => {
    const folder = await temporary();
    await mirror(await layoutWorld(folder), release);
    const carried = await temporary();
    await cp(folder, carried, { recursive: true });
    const inside = await layoutWorld(carried);
    const report = await mirror(inside, [fromLayout('zeebe:8.3.4'), fromLayout('operate:8.3.4')], plainTarget);
    expect(outcomes(report)).toEqual(['copied', 'copied']);
    expect(inside.target.repository('p/zeebe').tags.get('8.3.4')).toBe(image.root);
    expect(inside.target.repository('p/operate').tags.get('8.3.4')).toBe(docker.root);
  });

  it('has kept what refers to an image, and gives it back with it', async () => {
    const sbom = buildReferrer({ digest: image.root, size: image.manifests.at(-1)?.bytes.length ?? 0 });
    const folder = await temporary();
    const outside = await layoutWorld(folder);
    seedUntagged(outside.source, 'zeebe', sbom);
    const packed = await mirror(outside, [toLayout('zeebe:8.3.4')], { ...target, referrers: true });
    expect(packed.summary.referrers).toMatchObject({ copied: 1, failed: 0 });
    expect(packed.warnings).toEqual([]);
    const inside = await layoutWorld(folder);
    const report = await mirror(inside, [fromLayout('zeebe:8.3.4')], { ...plainTarget, referrers: true });
    expect(report.summary.referrers).toMatchObject({ copied: 1, failed: 0 });
    expect(inside.target.repository('p/zeebe').manifests.has(sbom.root)).toBe(true);
    expect(report.warnings).toEqual([]);
  });

  it.each([
    ['quay.io/camunda/zeebe:1', 'quay.io', 'camunda/zeebe'],
    ['camunda/zeebe:1', 'quay.io', 'camunda/zeebe'],
    ['redis:1', 'docker.io', 'library/redis'],
  ])('finds what a tool has named %s as %s/%s:1', async (name, registry, repository) => {
    const folder = await temporary();
    await writeLayout(folder, { [name]: image, 'other:1': docker });
    const world = await layoutWorld(folder, registry);
    const made = await plan(
      world,
      [{ ...wanted('x:1', 'x:1'), source: { registry, repository, tag: '1' } }],
      plainTarget,
    );
    expect(made.items[0]).toMatchObject({ outcome: 'copy', sourceDigest: image.root });
  });

  it('finds a digest whatever its name is', async () => {
    const folder = await temporary();
    await writeLayout(folder, { latest: image });
    const source = { registry: 'quay.io', repository: 'camunda/zeebe', digest: image.root };
    const made = await plan(await layoutWorld(folder, 'quay.io'), [{ ...wanted('x:1', 'x:1'), source }], plainTarget);
    expect(made.items[0]).toMatchObject({ outcome: 'copy', sourceDigest: image.root });
  });

  it('has no other images than it names', async () => {
    const folder = await temporary();
    await writeLayout(folder, { 'p/zeebe:8.3.4': image });
    const made = await plan(await layoutWorld(folder), [fromLayout('zeebe:8.3.5')], plainTarget);
    expect(outcomes(made)).toEqual(['content-missing']);
  });

  it.each<[string, (folder: string) => Promise<unknown>, string]>([
    ['is not there', (folder) => rm(folder, { recursive: true }), 'is not there'],
    [
      'is an empty folder',
      (folder) => rm(folder, { recursive: true }).then(() => mkdir(folder)),
      'is no image layout: it has no oci-layout',
    ],
    [
      'lacks a manifest that an index names',
      (folder) => rm(path.join(folder, 'blobs', 'sha256', image.manifests[0]?.digest.slice('sha256:'.length) ?? '')),
      'lacks the manifest',
    ],
    [
      'has no mark',
      (folder) => rm(path.join(folder, 'oci-layout')).then(() => writeFile(path.join(folder, 'x'), '')),
      'is no image layout',
    ],
    [
      'is of another version',
      (folder) => writeFile(path.join(folder, 'oci-layout'), '{"imageLayoutVersion":"2.0.0"}'),
      'names no version',
    ],
    ['has an index that is no JSON', (folder) => writeFile(path.join(folder, 'index.json'), '{'), 'it is not JSON'],
    [
      'has an index that is too large',
      (folder) => writeFile(path.join(folder, 'index.json'), Buffer.alloc(33_554_433, ' ')),
      'is larger than',
    ],
    [
      'has a digest that leads out of it',
      (folder) =>
        writeFile(
          path.join(folder, 'index.json'),
          JSON.stringify({ schemaVersion: 2, manifests: [{ digest: 'sha256:../../../../etc/passwd', size: 1 }] }),
        ),
      'is not a digest',
    ],
    [
      'has an index that is a link',
      async (folder) => {
        await rm(path.join(folder, 'index.json'));
        await symlink('/etc/hostname', path.join(folder, 'index.json'));
      },
      'is a link',
    ],
    [
      'has a blob that is a link',
      async (folder) => {
        const blob = path.join(folder, 'blobs', 'sha256', image.root.slice('sha256:'.length));
        await rm(blob);
        await symlink('/etc/hostname', blob);
      },
      'as a link',
    ],
    [
      'has blobs somewhere else',
      async (folder) => {
        await rm(path.join(folder, 'blobs'), { recursive: true });
        await symlink('/etc', path.join(folder, 'blobs'));
      },
      'as a link',
    ],
    [
      'lacks what it names',
      (folder) => rm(path.join(folder, 'blobs', 'sha256', image.root.slice('sha256:'.length))),
      'content is not there',
    ],
  ])('that %s is refused in words', async (_, spoil, words) => {
    const folder = await temporary();
    await writeLayout(folder, { 'p/zeebe:8.3.4': image });
    await spoil(folder);
    const made = await plan(await layoutWorld(folder), [fromLayout('zeebe:8.3.4')], plainTarget);
    expect(made.items[0]).toMatchObject({ outcome: 'failed', code: 'layout-unusable' });
    expect(made.items[0]?.message).toContain(words);
    expect(made.items[0]?.hint).toBeTruthy();
  });

  it.each<[string, (blob: string) => Promise<unknown>, string]>([
    ['cut short', (blob) => truncate(blob, 1000), 'has 1000 of 300000 bytes of the blob'],
    ['lost', (blob) => rm(blob), 'lacks the blob'],
  ])('whose blob was %s is damaged: no try more, and no word of a network', async (_, spoil, words) => {
    const folder = await temporary();
    await writeLayout(folder, { 'p/operate:8.3.4': docker });
    await spoil(path.join(folder, 'blobs', 'sha256', digestOf(layer).slice('sha256:'.length)));
    const world = await layoutWorld(folder);
    const report = await mirror(world, [fromLayout('operate:8.3.4')], plainTarget);
    expect(report.items[0]).toMatchObject({ outcome: 'failed', code: 'layout-unusable' });
    expect(report.items[0]?.message).toContain(words);
    expect(report.items[0]?.hint).toMatch(/^Copy the folder again/);
    expect(world.events.filter(({ type }) => type === 'waiting')).toEqual([]);
  });

  it('that names two images alike is refused, as is a blob with other bytes', async () => {
    const folder = await temporary();
    await writeLayout(folder, { 'p/zeebe:8.3.4': image, 'x:1': docker });
    const index = await json(folder, 'index.json');
    index.manifests[1].annotations = index.manifests[0].annotations;
    await writeFile(path.join(folder, 'index.json'), JSON.stringify(index));
    const world = await layoutWorld(folder);
    expect((await plan(world, [fromLayout('zeebe:8.3.4')], plainTarget)).items[0]?.message).toContain('two images');
    const blob = path.join(folder, 'blobs', 'sha256', docker.root.slice('sha256:'.length));
    await writeFile(blob, (await readFile(blob, 'utf8')).replace('schemaVersion', 'schemaversion'));
    const made = await plan(world, [fromLayout('zeebe:8.3.4', docker.root)], plainTarget);
    expect(outcomes(made)).toEqual(['digest-mismatch']);
  });
});

describe('a layout', () => {
  it('lists its repositories and tags', async () => {
    const folder = await temporary();
    await writeLayout(folder, { 'p/zeebe:8.3.4': image, 'handover.layout/p/zeebe:8.3.5': docker, nameless: docker });
    const world = await layoutWorld(folder);
    const { origin } = await world.gateways.registries.access('handover.layout');
    const ask = async (url: string) => {
      const { body } = await world.gateways.http.send({ method: 'GET', url: `${origin}${url}` });
      const chunks: Uint8Array[] = [];
      for await (const chunk of body) chunks.push(chunk);
      return JSON.parse(Buffer.concat(chunks).toString('utf8'));
    };
    expect(await ask('/v2/_catalog?n=1000')).toEqual({ repositories: ['p/zeebe'] });
    expect(await ask('/v2/p/zeebe/tags/list')).toEqual({ name: 'p/zeebe', tags: ['8.3.4', '8.3.5'] });
  });
});
