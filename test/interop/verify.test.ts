import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtCli } from '../support/built-cli.ts';
import { testFolder } from '../support/cli.ts';
import { type MemoryRegistry, memoryRegistry } from '../support/memory-registry.ts';
import { seed } from '../support/mirror-world.ts';
import { buildImage, noise } from '../support/sample-images.ts';
import { documentOf, Workspace } from './support/command-line.ts';
import { pushImage, type RealRegistry, startDockerRegistry } from './support/docker-registry.ts';

interface Report {
  readonly ok: boolean;
  readonly summary: Readonly<Record<string, number>>;
  readonly items: readonly { readonly target: string; readonly outcome: string; readonly code?: string }[];
}

const both = ['linux/amd64', 'linux/arm64'];
const base = noise('base', 30_000);

describe('a real registry', () => {
  const images = {
    'zeebe:1': buildImage({ platforms: both, layers: [base], seed: 'zeebe' }),
    'operate:1': buildImage({ style: 'docker', platforms: both, layers: [base], seed: 'operate' }),
    'nested:1': buildImage({ platforms: both, layers: [base], nested: true, seed: 'nested' }),
    'attested:1': buildImage({ platforms: both, layers: [base], attestations: true, seed: 'attested' }),
    'tiny:1': buildImage({ layers: [], seed: 'tiny' }),
  };
  let source: RealRegistry;
  let target: RealRegistry;
  let here: Workspace;
  beforeAll(async () => {
    [source, target] = await Promise.all([startDockerRegistry(), startDockerRegistry()]);
    for (const [name, image] of Object.entries(images)) await pushImage(source, name.slice(0, -2), '1', image);
    const entries = Object.entries(images).map(([name, { root }]) => [
      name,
      { source: `${source.host}/${name}@${root}`, dest: name },
    ]);
    here = new Workspace({
      'marketplace.yaml': `version: 1\ntarget: { registry: "${target.host}", prefix: p, attestationManifests: strip }\n`,
      '1_release.json': JSON.stringify({ metadata: { images: Object.fromEntries(entries) } }),
    });
  });
  afterAll(async () => {
    here?.remove();
    await Promise.all([source?.close(), target?.close()]);
  });
  const verified = async (...argv: string[]) => {
    const ended = await here.run(['verify', '--json', ...argv]);
    return { ...ended, report: documentOf<Report>(ended) };
  };
  const codes = ({ items }: Report) =>
    Object.fromEntries(items.map(({ target: name, code, outcome }) => [name.split('/').at(-1), code ?? outcome]));

  it('lacks all before a mirror and nothing after it, by manifests and by layers', async () => {
    const before = await verified();
    expect(before.status).toBe(1);
    expect(new Set(Object.values(codes(before.report)))).toEqual(new Set(['not-released']));
    expect((await here.run(['mirror', '--yes', '--json'])).status).toBe(0);
    for (const depth of ['manifests', 'layers']) {
      const after = await verified('--depth', depth);
      expect(after.report.summary).toMatchObject({ prepared: 5, present: 5 });
      expect(after.status).toBe(0);
    }
  });

  it('lacks content that it has lost, and holds an image that is none of ours', async () => {
    const [config = ''] = images['zeebe:1'].blobs.keys();
    await target.lose('p/zeebe', config);
    await pushImage(target, 'p/tiny', '1', images['nested:1']);
    const { status, report } = await verified();
    expect(codes(report)).toEqual({
      'zeebe:1': 'content-incomplete',
      'operate:1': 'present',
      'nested:1': 'present',
      'attested:1': 'present',
      'tiny:1': 'tag-taken',
    });
    expect(status).toBe(1);
  });
});

describe('a verification that is interrupted', () => {
  let place: Awaited<ReturnType<typeof testFolder>>;
  let target: MemoryRegistry;
  let start: Awaited<ReturnType<typeof builtCli>>;
  beforeAll(async () => {
    [place, target, start] = await Promise.all([testFolder(), memoryRegistry(), builtCli()]);
    const image = buildImage({ layers: [base], seed: 'a' });
    for (const name of ['done', 'stuck']) seed(target, name, '1', image);
    const hosts = { 'target.example': { origin: target.origin } };
    const pinned = (dest: string) => ({ source: `source.example/x:1@${image.root}`, dest });
    const files = {
      'hosts.json': { schemaVersion: 1, hosts },
      'release.json': { metadata: { images: { a: pinned('done:1'), b: pinned('stuck:1') } } },
    };
    for (const [name, document] of Object.entries(files))
      await writeFile(path.join(place.folder, name), JSON.stringify(document));
    await writeFile(path.join(place.folder, 'marketplace.yaml'), 'version: 1\ntarget: { registry: target.example }\n');
  });
  afterAll(async () => {
    await Promise.all([place?.remove(), target?.close()]);
  });

  it('reports what is known with status 130', async () => {
    // Never answers.
    target.intercept = ({ url }) => url.includes('/stuck/');
    const argv = ['verify', 'release.json', '--hosts', 'hosts.json', '--events', '--log', 'run.log'];
    const program = start(argv, { directory: place.folder });
    await program.saying(/"item-finished","item":"target.example\/done:1"/);
    expect(await readFile(path.join(place.folder, 'run.log'), 'utf8')).toBe('ERROR: run unfinished\n');
    program.child.kill('SIGINT');
    expect(await program.ended()).toBe(130);
    const result = JSON.parse(program.stdout.trimEnd().split('\n').at(-1) ?? '');
    expect(result).toMatchObject({ job: 'verify', ok: false, cancelled: true, summary: { present: 1, cancelled: 1 } });
    expect(await readFile(path.join(place.folder, 'run.log'), 'utf8')).toMatch(
      /^ERROR: target\.example\/stuck:1: .*\n$/,
    );
  });
});
