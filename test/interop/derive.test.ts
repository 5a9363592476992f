import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildBase, sha256 } from '../support/base-image.ts';
import type { BuiltImage } from '../support/sample-images.ts';
import { tarArchive } from '../support/tar-archive.ts';
import { documentOf, Workspace } from './support/command-line.ts';
import { pushImage, type RealRegistry, startDockerRegistry } from './support/docker-registry.ts';
import { allTags, missingContent } from './support/registry-state.ts';

/** Says who it is, what it was told and what it finds; it needs nothing but the kernel. */
const program = `
#include <cstdio>
#include <cstdlib>
#include <unistd.h>
int main(int argc, char **argv) {
  printf("%d:%d", getuid(), getgid());
  for (int at = 1; at < argc; at++) printf(" %s", argv[at]);
  printf(" GREETING=%s OTHER=%s", getenv("GREETING"), getenv("OTHER"));
  char text[100] = "";
  FILE *file = argc > 2 ? fopen(argv[2], "r") : nullptr;
  if (file) fgets(text, sizeof text, file);
  printf(" read=%s old=%s\\n", text, access("/etc/old", F_OK) ? "gone" : "there");
}
`;

const about = 'org.opencontainers.image.base';
/** Where Debian has it, whatever the PATH says. */
const chroot = '/usr/sbin/chroot';
const folder = mkdtempSync(path.join(tmpdir(), 'derive-'));
const ours = process.arch === 'arm64' ? 'linux/arm64' : 'linux/amd64';
const platforms = ['linux/amd64', 'linux/arm64'];
const bases: Record<string, BuiltImage> = {};
let vendor: RealRegistry;
let registry: RealRegistry;
/** What came of the release at the registry. */
let mirrored: Report;

function compiled(): Buffer {
  writeFileSync(path.join(folder, 'app.cc'), program);
  execFileSync('g++', ['-static', '-s', '-o', path.join(folder, 'app'), path.join(folder, 'app.cc')]);
  return readFileSync(path.join(folder, 'app'));
}

beforeAll(async () => {
  [vendor, registry] = await Promise.all([startDockerRegistry(), startDockerRegistry()]);
  const directory = (name: string) => ({ name, type: '5', mode: 0o755 });
  const layers = [
    tarArchive(
      ...['usr/', 'usr/bin/', 'etc/'].map(directory),
      { ...directory('tmp/'), mode: 0o1777 },
      { name: 'usr/bin/app', content: compiled(), mode: 0o755 },
      { name: 'bin', type: '2', linkName: 'usr/bin' },
      { name: 'etc/passwd', content: 'root:x:0:0::/:\n' },
      { name: 'etc/old', content: 'old' },
    ),
    tarArchive({ name: 'etc/.wh.old' }),
  ];
  const run = { User: 'root', Env: ['PATH=/bin', 'GREETING=hello', 'OTHER=kept'], Cmd: ['base'] };
  const config = { created: '2024-01-02T03:04:05.678901234Z', config: run, history: [{}, {}] };
  bases['camunda/zeebe:8.3.4'] = buildBase({ platforms, layers, config, attestations: true });
  bases['camunda/operate:8.3.4'] = buildBase({ style: 'docker', platforms, layers, config });
  bases['camunda/identity:8.3.4'] = buildBase({ style: 'docker', platforms: [ours], layers, config });
  for (const [name, image] of Object.entries(bases)) {
    const [repository = '', tag = ''] = name.split(':');
    await pushImage(vendor, repository, tag, image);
  }
  const here = workspace();
  mirrored = documentOf<Report>(await here.run(['mirror', '--target', 'inside', '--yes', '--json']));
  here.remove();
});
afterAll(async () => {
  await Promise.all([vendor?.close(), registry?.close()]);
  rmSync(folder, { recursive: true, force: true });
});

interface Item {
  readonly outcome: string;
  readonly message?: string;
  readonly source: string;
  readonly sourceDigest: string;
  readonly targetDigest: string;
  readonly digest?: string;
}
interface Report {
  readonly items: readonly Item[];
}

const settings = () => `version: 1
targets:
  handover: { registry: "oci:handover", prefix: c8, attestationManifests: strip }
  inside: { registry: "${registry.host}", prefix: c8, attestationManifests: strip }
derive:
  "camunda/*":
    user: "1001:1002"
    env: { GREETING: good morning }
    labels: { org.example.team: zeebe }
    entrypoint: [/bin/app, --read]
    command: [/opt/camunda/greeting.txt]
    files:
      - { from: files/greeting.txt, to: /opt/camunda/greeting.txt, mode: "0400", owner: "1001:1002" }
      - { from: files/extra, to: /bin/extra, mode: "0755" }
      - { from: files/extra, to: /tmp/extra }
      - { from: files/extra, to: "/opt/${'a-long-name/'.repeat(12)}file", owner: "1000660000" }
`;

function workspace(): Workspace {
  const images = Object.entries(bases).map(([name, { root }]) => [
    name,
    { source: `${vendor.host}/${name}@${root}`, dest: name },
  ]);
  const here = new Workspace({
    'marketplace.yaml': settings(),
    '1_release.json': JSON.stringify({ metadata: { images: Object.fromEntries(images) } }),
  });
  mkdirSync(path.join(here.folder, 'files'));
  here.write('files/greeting.txt', 'from the layer');
  here.write('files/extra', '#!/bin/app\n');
  return here;
}

const digests = ({ items }: Report) => items.map(({ targetDigest }) => targetDigest);

function skopeo(...args: string[]): Buffer {
  const { status, stdout, stderr } = spawnSync('skopeo', args, { maxBuffer: 16_777_216 });
  if (status !== 0) throw new Error(`skopeo ${args.join(' ')}: ${stderr.toString()}`);
  return stdout;
}

/** What skopeo takes of an image for this machine: its manifest, and a folder with its blobs by their hex digests. */
function pulled(name: string) {
  const out = path.join(folder, name.replaceAll(/\W/g, '-'));
  skopeo('copy', '--src-tls-verify=false', `docker://${registry.host}/c8/${name}`, `dir:${out}`);
  const blob = (digest: string) => path.join(out, digest.replace('sha256:', ''));
  const manifest = JSON.parse(readFileSync(path.join(out, 'manifest.json'), 'utf8'));
  const config = JSON.parse(readFileSync(blob(manifest.config.digest), 'utf8'));
  const layers: string[] = manifest.layers.map((layer: { digest: string }) => blob(layer.digest));
  return { manifest, config, layers };
}

/** Layers over each other, as overlayfs lays them: each is unpacked alone, and nobody follows a link of a layer below. */
function stack(layers: readonly string[]): string {
  const root = mkdtempSync(path.join(folder, 'root-'));
  chmodSync(root, 0o755);
  for (const layer of layers) {
    const alone = mkdtempSync(path.join(folder, 'layer-'));
    asRoot('tar', '-xpzf', layer, '--numeric-owner', '-C', alone);
    lay(alone, root);
    asRoot('rm', '-rf', alone);
  }
  return root;
}

/** Two folders become one, with the permissions of the upper; everything else of the upper takes the place of what is below. */
function lay(upper: string, lower: string): void {
  for (const name of asRoot('ls', '-A', upper).split('\n').filter(Boolean)) {
    const above = path.join(upper, name);
    if (name.startsWith('.wh.')) {
      asRoot('rm', '-rf', path.join(lower, name.slice(4)));
      continue;
    }
    const below = path.join(lower, name);
    if (kind(above) === 'directory' && kind(below) === 'directory') {
      lay(above, below);
      asRoot('chmod', '--reference', above, below);
      asRoot('chown', '--reference', above, below);
      continue;
    }
    asRoot('rm', '-rf', below);
    asRoot('cp', '-a', above, below);
  }
}

function kind(place: string): string | undefined {
  return spawnSync('stat', ['-c', '%F', place], { encoding: 'utf8' }).stdout.trim() || undefined;
}

/** Laid over each other by the kernel; undefined where it does not let us. */
function overlaid(layers: readonly string[]): string | undefined {
  const alone = layers.map((layer) => {
    const place = mkdtempSync(path.join(folder, 'layer-'));
    chmodSync(place, 0o755);
    for (const entry of execFileSync('tar', ['-tzf', layer], { encoding: 'utf8' }).split('\n'))
      if (path.basename(entry).startsWith('.wh.')) {
        mkdirSync(path.join(place, path.dirname(entry)), { recursive: true, mode: 0o755 });
        const hidden = path.join(place, path.dirname(entry), path.basename(entry).slice(4));
        asRoot('mknod', hidden, 'c', '0', '0');
      }
    asRoot('tar', '-xpzf', layer, '--numeric-owner', '--exclude=.wh.*', '-C', place);
    return place;
  });
  const root = mkdtempSync(path.join(folder, 'overlay-'));
  try {
    asRoot('mount', '-t', 'overlay', 'overlay', '-o', `lowerdir=${alone.toReversed().join(':')}`, root);
    return root;
  } catch (error) {
    process.stderr.write(
      `NOT TRIED: the kernel lays no layers over each other here: ${String(error).split('\n')[0]}\n`,
    );
    return undefined;
  }
}

/** CI runs as root, or with sudo. */
function asRoot(command: string, ...args: string[]): string {
  const [first = '', ...rest] = process.getuid?.() === 0 ? [command, ...args] : ['sudo', '-n', command, ...args];
  return execFileSync(first, rest, { encoding: 'utf8', env: { PATH: process.env.PATH ?? '' } });
}

/** What the base has is still what it was: a link, and a folder for everybody. */
function expectPlaces(root: string): void {
  expect(readlinkSync(path.join(root, 'bin'))).toBe('usr/bin');
  expect(readFileSync(path.join(root, 'usr/bin/extra'), 'utf8')).toBe('#!/bin/app\n');
  expect(statSync(path.join(root, 'usr/bin/app')).isFile()).toBe(true);
  expect(statSync(path.join(root, 'tmp')).mode & 0o7777).toBe(0o1777);
}

const longFolders = Array.from(
  { length: 12 },
  (_, at) => `drwxr-xr-x 0/0 0 1970-01-01 00:00 opt/${'a-long-name/'.repeat(at + 1)}`,
);

describe('a derived image', () => {
  it('is the same in another time zone, language and place, and with other dates and permissions of files', async () => {
    const here = workspace();
    const there = workspace();
    for (const name of readdirSync(path.join(there.folder, 'files'))) {
      const file = path.join(there.folder, 'files', name);
      chmodSync(file, 0o600);
      utimesSync(file, 86_400, 86_400);
    }
    const args = ['plan', '--target', 'inside', '--json'];
    const before = process.umask(0o022);
    const one = await here.run(args, { TZ: 'Pacific/Kiritimati', LC_ALL: 'de_DE.UTF-8', LANG: 'de_DE.UTF-8' });
    process.umask(0o077);
    const other = await there.run(args, { TZ: 'America/Los_Angeles', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' });
    process.umask(before);
    const [first, second] = [documentOf<Report>(one), documentOf<Report>(other)];
    expect(first.items.map(({ outcome, message }) => message ?? outcome)).toEqual(['present', 'present', 'present']);
    expect(digests(second)).toEqual(digests(first));
    expect(digests(first)).not.toContain(first.items[0]?.sourceDigest);
    here.remove();
    there.remove();
  });

  it('is taken by a real registry and by skopeo, and carried on as it is', async () => {
    const here = workspace();
    const packed = documentOf<Report>(await here.run(['mirror', '--target', 'handover', '--yes', '--json']));
    expect(packed.items.map(({ outcome, message }) => message ?? outcome)).toEqual(['copied', 'copied', 'copied']);
    const [zeebe] = packed.items;
    const inLayout = `oci:${path.join(here.folder, 'handover')}:c8/camunda/zeebe:8.3.4`;
    expect(sha256(skopeo('inspect', '--raw', inLayout))).toBe(zeebe?.targetDigest);
    skopeo('copy', '--all', '--preserve-digests', inLayout, `dir:${path.join(folder, 'all')}`);

    expect(digests(mirrored)).toEqual(digests(packed));
    expect(mirrored.items.map(({ outcome, message }) => message ?? outcome)).toEqual(['copied', 'copied', 'copied']);
    expect(await missingContent(registry)).toEqual([]);
    const tags = await allTags(registry);
    expect([...tags.values()].sort()).toEqual([...digests(packed)].sort());
    for (const name of Object.keys(bases)) {
      const raw = skopeo('inspect', '--raw', '--tls-verify=false', `docker://${registry.host}/c8/${name}`);
      expect(sha256(raw)).toBe(tags.get(`c8/${name}`));
      skopeo(
        'copy',
        '--all',
        '--preserve-digests',
        '--src-tls-verify=false',
        `docker://${registry.host}/c8/${name}`,
        `dir:${path.join(folder, 'again')}`,
      );
    }
    const promoted = await here.run(['promote', 'handover', 'inside', '--yes', '--json']);
    expect(documentOf<Report>(promoted).items.map(({ outcome, digest }) => [outcome, digest])).toEqual(
      digests(packed).map((digest) => ['present', digest]),
    );
    const verified = await here.run(['verify', '--target', 'inside', '--json']);
    expect(documentOf<Report>(verified).items.map(({ outcome, message }) => message ?? outcome)).toEqual([
      'present',
      'present',
      'present',
    ]);
    here.remove();
  });

  it.each(['camunda/zeebe:8.3.4', 'camunda/operate:8.3.4', 'camunda/identity:8.3.4'])(
    'starts as its config says, and tells what it is made of: %s',
    (name) => {
      const { manifest, config, layers } = pulled(name);
      expect(config.rootfs.diff_ids).toEqual(layers.map((layer) => sha256(gunzipSync(readFileSync(layer)))));
      expect(config.history).toHaveLength(3);
      expect(config.created).toBe('2024-01-02T03:04:05.678901234Z');
      const base = bases[name]?.manifests.find(({ digest }) => digest === config.config.Labels[`${about}.digest`]);
      expect(JSON.parse(String(base?.bytes)).layers).toEqual(manifest.layers.slice(0, 2));
      expect(config.config.Labels).toMatchObject({
        [`${about}.name`]: `${vendor.host}/${name}`,
        'org.example.team': 'zeebe',
      });
      expect(manifest.annotations?.[`${about}.digest`]).toBe(
        name.includes('zeebe') ? config.config.Labels[`${about}.digest`] : undefined,
      );

      const root = stack(layers);
      const { User, Env, Entrypoint, Cmd } = config.config;
      const started = asRoot('env', '-i', ...Env, chroot, `--userspec=${User}`, root, ...Entrypoint, ...Cmd);
      expect(started).toBe(
        '1001:1002 --read /opt/camunda/greeting.txt GREETING=good morning OTHER=kept read=from the layer old=gone\n',
      );
      expectPlaces(root);
      const listed = execFileSync('tar', ['--utc', '--numeric-owner', '-tvzf', layers[2] ?? ''], { encoding: 'utf8' });
      expect(listed.split('\n').map((line) => line.replace(/\s+/g, ' '))).toEqual([
        'drwxr-xr-x 0/0 0 1970-01-01 00:00 opt/',
        ...longFolders,
        `-rw-r--r-- 1000660000/1000660000 11 1970-01-01 00:00 opt/${'a-long-name/'.repeat(12)}file`,
        'drwxr-xr-x 0/0 0 1970-01-01 00:00 opt/camunda/',
        '-r-------- 1001/1002 14 1970-01-01 00:00 opt/camunda/greeting.txt',
        'drwxrwxrwt 0/0 0 1970-01-01 00:00 tmp/',
        '-rw-r--r-- 0/0 11 1970-01-01 00:00 tmp/extra',
        'drwxr-xr-x 0/0 0 1970-01-01 00:00 usr/',
        'drwxr-xr-x 0/0 0 1970-01-01 00:00 usr/bin/',
        '-rwxr-xr-x 0/0 11 1970-01-01 00:00 usr/bin/extra',
        '',
      ]);
      asRoot('rm', '-rf', root);
      const mounted = overlaid(layers);
      if (mounted === undefined) return;
      try {
        expectPlaces(mounted);
      } finally {
        asRoot('umount', mounted);
      }
    },
  );
});
