import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wholeLayout } from '../support/layout-state.ts';
import { type BuiltImage, buildImage, noise } from '../support/sample-images.ts';
import { documentOf, Workspace } from './support/command-line.ts';
import { pushImage, type RealRegistry, startDockerRegistry } from './support/docker-registry.ts';
import { allTags, missingContent } from './support/registry-state.ts';

const both = ['linux/amd64', 'linux/arm64'];
const base = noise('base', 3_000_000);
/** skopeo reads only what is OCI from a layout; that Docker's forms are carried too shows the way back. */
const oci: Readonly<Record<string, BuiltImage>> = {
  'camunda/zeebe:8.3.4': buildImage({ platforms: both, layers: [base], seed: 'zeebe' }),
  'camunda/operate:8.3.4': buildImage({ layers: [base, noise('operate', 2_000_000)], seed: 'operate' }),
};
const images: Readonly<Record<string, BuiltImage>> = {
  ...oci,
  'camunda/tasklist:8.3.4': buildImage({ style: 'docker', platforms: both, layers: [base], seed: 'tasklist' }),
  'camunda/identity:8.3.4': buildImage({ style: 'docker', layers: [base], seed: 'identity' }),
  'camunda/nested:8.3.4': buildImage({ platforms: both, layers: [base], nested: true, seed: 'nested' }),
  'large:1': buildImage({ layers: [noise('large', 80_000_000), noise('larger', 90_000_000)], seed: 'large' }),
};

let source: RealRegistry;
let inside: RealRegistry;
beforeAll(async () => {
  [source, inside] = await Promise.all([startDockerRegistry(), startDockerRegistry()]);
  for (const [name, image] of Object.entries(images)) {
    const [repository = '', tag = ''] = name.split(':');
    await pushImage(source, repository, tag, image);
  }
});
afterAll(async () => {
  await Promise.all([source?.close(), inside?.close()]);
});

interface Report {
  readonly items: readonly { readonly outcome: string; readonly message?: string }[];
}

const outcomes = ({ items }: Report) => new Set(items.map(({ outcome, message }) => message ?? outcome));

function releaseFile(): string {
  const entries = Object.entries(images).map(([name, { root }]) => [
    name,
    { source: `${source.host}/${name}@${root}`, dest: name },
  ]);
  return JSON.stringify({ metadata: { images: Object.fromEntries(entries) } });
}

const settings = () => `version: 1
targets:
  handover: { registry: "oci:handover", prefix: c8 }
  inside: { registry: "${inside.host}", prefix: carried }
`;

function workspace(): Workspace {
  return new Workspace({ 'marketplace.yaml': settings(), '1_release.json': releaseFile() });
}

function skopeo(...args: string[]): Buffer {
  const { status, stdout, stderr } = spawnSync('skopeo', args, { maxBuffer: 16_777_216 });
  if (status !== 0) throw new Error(`skopeo ${args.join(' ')}: ${stderr.toString()}`);
  return stdout;
}

const digest = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

describe('a release that is carried in a folder', () => {
  it('is read back by skopeo, carried to another place, and pushed to a real registry there, byte for byte', async () => {
    const outside = workspace();
    const packed = await outside.run(['mirror', '--target', 'handover', '--yes', '--json']);
    expect(outcomes(documentOf<Report>(packed))).toEqual(new Set(['copied']));
    const folder = path.join(outside.folder, 'handover');
    expect(Object.fromEntries(await wholeLayout(folder))).toEqual(
      Object.fromEntries(Object.entries(images).map(([name, { root }]) => [`c8/${name}`, root])),
    );
    for (const [name, { root }] of Object.entries(oci)) {
      expect(digest(skopeo('inspect', '--raw', `oci:${folder}:c8/${name}`))).toBe(root);
      const out = path.join(outside.folder, 'out');
      skopeo('copy', '--all', '--preserve-digests', `oci:${folder}:c8/${name}`, `dir:${out}`);
      rmSync(out, { recursive: true });
    }

    const there = workspace();
    cpSync(folder, path.join(there.folder, 'handover'), { recursive: true });
    rmSync(folder, { recursive: true });
    const unpacked = await there.run(['promote', 'handover', 'inside', '--yes', '--json']);
    expect(outcomes(documentOf<Report>(unpacked))).toEqual(new Set(['copied']));
    expect(unpacked.status).toBe(0);
    expect(Object.fromEntries(await allTags(inside))).toEqual(
      Object.fromEntries(Object.entries(images).map(([name, { root }]) => [`carried/${name}`, root])),
    );
    expect(await missingContent(inside)).toEqual([]);
    outside.remove();
    there.remove();
  });

  it('can be packed by skopeo, and stands for the registry that it was taken from', async () => {
    const here = new Workspace({
      'marketplace.yaml': `version: 1
target: { registry: "${inside.host}", prefix: packed }
registries:
  vendor.example: { mirror: "oci:packed" }
files: { unpaired: sources }
`,
      'images.txt': 'vendor.example/camunda/zeebe:8.3.4\nvendor.example/camunda/operate:8.3.4\n',
    });
    const folder = path.join(here.folder, 'packed');
    const copy = (name: string, as: string) =>
      skopeo(
        'copy',
        '--all',
        '--preserve-digests',
        '--src-tls-verify=false',
        `docker://${source.host}/${name}`,
        `oci:${folder}:${as}`,
      );
    copy('camunda/zeebe:8.3.4', 'camunda/zeebe:8.3.4');
    copy('camunda/operate:8.3.4', 'vendor.example/camunda/operate:8.3.4');
    const report = documentOf<Report>(await here.run(['mirror', '--yes', '--json']));
    expect(outcomes(report)).toEqual(new Set(['copied']));
    const tags = await allTags(inside);
    for (const [name, { root }] of Object.entries(oci)) expect(tags.get(`packed/${name}`)).toBe(root);
    here.remove();
  });

  it('is whole whenever the run is killed, and the next run goes on', async () => {
    const here = workspace();
    const folder = path.join(here.folder, 'handover');
    const command = ['mirror', '--target', 'handover', '--yes', '--json', '--concurrency', '2'];
    for (const afterMs of [300, 450, 600, 750, 900, 1100]) {
      const { child, ended } = here.start(command);
      await pause(afterMs);
      child.kill('SIGKILL');
      await ended;
      if (existsSync(path.join(folder, 'oci-layout'))) await wholeLayout(folder);
    }
    const last = await here.run(command);
    expect(last.status).toBe(0);
    expect((await wholeLayout(folder)).size).toBe(Object.keys(images).length);
    here.remove();
  });

  it('takes two processes at the same time', async () => {
    const here = workspace();
    const command = ['mirror', '--target', 'handover', '--yes', '--json'];
    const both = await Promise.all([here.run(command), here.run(command)]);
    for (const one of both) expect([...outcomes(documentOf<Report>(one))].sort().at(0)).toMatch(/copied|present/);
    expect(both.map(({ status }) => status)).toEqual([0, 0]);
    expect((await wholeLayout(path.join(here.folder, 'handover'))).size).toBe(Object.keys(images).length);
    here.remove();
  });
});
