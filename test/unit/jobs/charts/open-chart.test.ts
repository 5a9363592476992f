import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { chartDigest, chartMediaTypes, readChart } from '#chart';
import { NodeFiles, noHosts } from '#platform';
import { fetchedArchive } from '../../../../src/jobs/charts/open/fetched-archive.ts';
import { openChart } from '../../../../src/jobs/charts/open/open-chart.ts';
import { archiveInput, chartArchive, chartYaml } from '../../../support/chart-inputs.ts';
import { memoryFiles } from '../../../support/memory-files.ts';
import { mirrorWorld } from '../../../support/mirror-world.ts';
import { sandboxGateways } from '../../../support/sandbox-gateways.ts';
import { type Handler, scriptedServer } from '../../../support/scripted-server.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const archive = chartArchive({ 'Chart.yaml': chartYaml, 'values.yaml': 'a: 1\n' });
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const digest = `sha256:${sha256(archive)}`;
const options = { emit: () => undefined };
const { gateways: nowhere, close } = sandboxGateways(noHosts);
close();

describe('a chart on this machine', () => {
  const files = {
    'app/Chart.yaml': chartYaml,
    'app/.helmignore': '*.bak\n/docs/\n',
    'app/.hidden': 'x',
    'app/values.yaml': 'a: 1\n',
    'app/values.bak': 'old',
    'app/docs/a.md': '',
    'app/charts/b/docs/a.md': '',
    'app/charts/b/Chart.yaml': chartYaml,
    'app/templates/.swp': '',
    'app.tgz': archive,
    'other/readme': '',
  };
  const open = (place: string) => openChart({ path: place }, { ...nowhere, files: memoryFiles(files) }, options);

  it('is opened as a folder, without what .helmignore leaves out', async () => {
    const { input, source, digest: none } = await open('app');
    expect({ source, none }).toEqual({ source: 'app', none: undefined });
    expect((await readChart(input)).files.map(({ path: name }) => name)).toEqual([
      'Chart.yaml',
      'values.yaml',
      '.helmignore',
      '.hidden',
      'charts/b/Chart.yaml',
      'charts/b/docs/a.md',
    ]);
  });

  it('is opened as an archive', async () => {
    const { input, source } = await open('/releases/app.tgz');
    expect(source).toBe('app.tgz');
    expect((await readChart(input)).metadata.name).toBe('app');
  });

  it('is not there', async () => {
    await expect(open('gone')).rejects.toMatchObject({ code: 'chart-not-found' });
    await expect(open('other')).rejects.toMatchObject({
      code: 'chart-file-missing',
      message: 'The folder other has no Chart.yaml',
    });
  });

  it('may have links within its folder, but none that lead out of it or nowhere', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'chart-'));
    cleanups.push(() => rmSync(folder, { recursive: true }));
    mkdirSync(path.join(folder, 'app/templates'), { recursive: true });
    writeFileSync(path.join(folder, 'app/Chart.yaml'), chartYaml);
    writeFileSync(path.join(folder, 'app/templates/a.yaml'), 'a: 1\n');
    symlinkSync('templates', path.join(folder, 'app/crds'));
    symlinkSync('Chart.yaml', path.join(folder, 'app/chart'));
    const gateways = { ...nowhere, files: new NodeFiles(folder) };
    const opened = () => openChart({ path: 'app' }, gateways, options);
    const { files: read } = await readChart((await opened()).input);
    expect(read.map(({ path: name, size }) => [name, size])).toEqual([
      ['Chart.yaml', 40],
      ['chart', 40],
      ['crds/a.yaml', 5],
      ['templates/a.yaml', 5],
    ]);
    for (const [target, words] of [
      ['/etc/hostname', 'out of the folder'],
      ['gone', 'a link to nothing'],
      ['..', 'in itself'],
      ['../..', 'out of the folder'],
    ] as const) {
      symlinkSync(target, path.join(folder, 'app/templates/link'));
      await expect(opened()).rejects.toMatchObject({
        code: 'chart-link-outside',
        message: expect.stringMatching(new RegExp(`^(?:crds|templates)/link .*${words}`)),
      });
      rmSync(path.join(folder, 'app/templates/link'));
    }
    symlinkSync('/etc/hostname', path.join(folder, 'app/link'));
    writeFileSync(path.join(folder, 'app/.helmignore'), '/link\n');
    await opened();
  });
});

describe('a chart of a Helm repository', () => {
  /** Answers with an index whose entry is given, and with the archive at /charts/app.tgz. */
  async function repository(entry: string, more?: Handler) {
    const server = await scriptedServer(async (request, response, socket) => {
      if (request.url === '/charts/index.yaml')
        return void response.end(`entries:\n  app:\n  - version: 1.0.0\n${entry}  - version: 0.9.0\n`);
      if (more) return more(request, response, socket);
      if (request.url === '/charts/app.tgz') return void response.setHeader('content-encoding', 'gzip').end(archive);
      response.writeHead(404).end('no');
    });
    const hosts = {
      ...noHosts,
      hosts: { 'helm.example': { origin: server.origin }, 'files.example': { origin: server.origin } },
    };
    const { gateways, close: end } = sandboxGateways(hosts);
    cleanups.push(() => server.close(), end);
    const open = (version: string | undefined = '1.0.0', name = 'app') =>
      openChart({ repository: 'https://helm.example/charts', name, version }, gateways, options);
    return { server, open };
  }

  it.each([
    ['beside the index', `    urls: [app.tgz]\n    digest: ${sha256(archive)}\n`],
    [
      'at another host',
      `    urls: ["https://files.example/charts/app.tgz"]\n    digest: ${digest.toUpperCase().replace('SHA', 'sha')}\n`,
    ],
    ['without a digest', '    urls: [/charts/app.tgz]\n'],
  ])('is opened %s, and asked for once', async (_, entry) => {
    const { server, open } = await repository(entry);
    const opened = await open();
    expect(opened).toMatchObject({ source: 'app 1.0.0 of https://helm.example/charts', version: '1.0.0', digest });
    expect((await readChart(opened.input)).metadata.name).toBe('app');
    expect((await readChart(opened.input)).metadata.name).toBe('app');
    expect(server.requests.map(({ url }) => url)).toEqual(['/charts/index.yaml', '/charts/app.tgz']);
    expect(server.requests.some(({ headers }) => headers.authorization !== undefined)).toBe(false);
  });

  it.each([
    ['another digest', `    urls: [app.tgz]\n    digest: ${'0'.repeat(64)}\n`, 'digest-mismatch', 'Other bytes'],
    ['no place', '', 'chart-repository-error', 'no place'],
    ['a place where nothing is', '    urls: [gone.tgz]\n', 'chart-repository-error', 'answered 404'],
    ['plain HTTP', '    urls: ["http://files.example/app.tgz"]\n', 'registry-error', 'plain http'],
    ['this machine', '    urls: ["https://127.0.0.1/app.tgz"]\n', 'registry-error', 'this machine'],
    ['a file', '    urls: ["file:///etc/passwd"]\n', 'chart-repository-error', 'names an archive with file://'],
    ['a login', '    urls: ["https://u:secret@files.example/app.tgz"]\n', 'chart-repository-error', 'a login'],
    [
      'a registry without a tag',
      '    urls: ["oci://files.example/app"]\n',
      'chart-repository-error',
      'no chart of a registry',
    ],
  ])('is refused when the index names %s', async (_, entry, code, words) => {
    const { open } = await repository(entry);
    await expect(open()).rejects.toMatchObject({ code, message: expect.stringContaining(words) });
    await expect(open()).rejects.not.toMatchObject({ message: expect.stringContaining('secret') });
  });

  it('is not there, or not in that version', async () => {
    const { open } = await repository('    urls: [app.tgz]\n');
    await expect(open('1.0.0', 'other')).rejects.toMatchObject({ code: 'chart-not-found' });
    await expect(open('1.0')).rejects.toMatchObject({
      code: 'chart-version-missing',
      hint: 'Versions are named exactly. It has "1.0.0", "0.9.0".',
    });
    await expect(
      openChart({ repository: 'https://helm.example', name: 'app' }, nowhere, options),
    ).rejects.toMatchObject({ code: 'chart-version-missing' });
  });
});

describe('an archive that is large', () => {
  it('is asked for again each time it is read, and has to be the same', async () => {
    let asked = 0;
    let bytes = Buffer.from('0123456789');
    const ask = async function* () {
      asked++;
      for (const byte of bytes) yield Uint8Array.of(byte);
    };
    const { input, digest: unknown } = await fetchedArchive({ ask, where: 'https://helm.example/app.tgz' }, 9);
    const read = async () => {
      const pieces: Uint8Array[] = [];
      if (input.kind === 'archive') for await (const piece of input.open()) pieces.push(piece);
      return Buffer.concat(pieces).toString();
    };
    expect({ unknown, asked }).toEqual({ unknown: undefined, asked: 1 });
    expect(await read()).toBe('0123456789');
    expect(await read()).toBe('0123456789');
    bytes = Buffer.from('012345678X');
    await expect(read()).rejects.toMatchObject({ code: 'digest-mismatch' });
    expect(asked).toBe(4);
    const known = await fetchedArchive({ ask, where: 'a', size: 10, digest }, 9);
    expect({ known: known.digest, asked }).toEqual({ known: digest, asked: 4 });
    const held = await fetchedArchive({ ask, where: 'a' }, 10);
    expect({ held: held.digest, asked }).toEqual({ held: `sha256:${sha256(bytes)}`, asked: 5 });
  });
});

describe('a chart of a registry', () => {
  async function registry(
    layers: readonly { mediaType: string; bytes: Buffer }[],
    tag = '1.0.0',
    configType: string = chartMediaTypes.config,
  ) {
    const world = await mirrorWorld();
    cleanups.push(() => world.close());
    const here = world.source.repository('charts/app');
    const put = (bytes: Buffer) => {
      here.blobs.set(`sha256:${sha256(bytes)}`, bytes);
      return `sha256:${sha256(bytes)}`;
    };
    const described = layers.map(({ mediaType, bytes }) => ({ mediaType, digest: put(bytes), size: bytes.length }));
    const config = { mediaType: configType, digest: put(Buffer.from('{}')), size: 2 };
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, config, layers: described }));
    here.manifests.set(`sha256:${sha256(manifest)}`, { mediaType, bytes: manifest });
    here.tags.set(tag, `sha256:${sha256(manifest)}`);
    const open = (version = '1.0.0', repository = 'charts/app') =>
      openChart({ registry: 'source.example', repository, version }, world.gateways, options);
    return { world, open };
  }
  const content = { mediaType: chartMediaTypes.content, bytes: archive };
  const provenance = { mediaType: 'application/vnd.cncf.helm.chart.provenance.v1.prov', bytes: Buffer.from('signed') };

  it.each([
    ['as Helm pushes it', [content]],
    ['with its provenance', [provenance, content]],
    ['as older Helms pushed it', [{ ...content, mediaType: 'application/tar+gzip' }]],
  ])('is opened %s', async (_, layers) => {
    const { open } = await registry(layers);
    const opened = await open();
    expect(opened).toMatchObject({ source: 'oci://source.example/charts/app:1.0.0', version: '1.0.0', digest });
    expect((await readChart(opened.input)).metadata.name).toBe('app');
  });

  it('has _ in its tag where its version has a +', async () => {
    const { open } = await registry([content], '1.0.0_build');
    expect((await open('1.0.0+build')).version).toBe('1.0.0+build');
  });

  it('is not there, is in another version, or is none', async () => {
    const { open } = await registry([content]);
    await expect(open('2.0.0')).rejects.toMatchObject({ code: 'chart-version-missing' });
    await expect(open('no version')).rejects.toMatchObject({ code: 'chart-version-missing' });
    await expect((await registry([provenance])).open()).rejects.toMatchObject({
      code: 'chart-malformed',
      message: expect.stringContaining('without an archive'),
    });
    await expect((await registry([content, content])).open()).rejects.toMatchObject({
      code: 'chart-malformed',
      message: expect.stringContaining('several'),
    });
    const image = await registry([content], '1.0.0', 'application/vnd.oci.image.config.v1+json');
    await expect(image.open()).rejects.toMatchObject({ code: 'chart-malformed' });
  });

  it('is not taken for bytes that are not those of its manifest', async () => {
    const { world, open } = await registry([content]);
    world.source.intercept = (request, response) => {
      if (!request.url.endsWith(digest)) return false;
      response.end(Buffer.alloc(archive.length));
      return true;
    };
    await expect(open()).rejects.toMatchObject({ code: 'digest-mismatch' });
  });
});

it('a chart is packed the same wherever it was opened', async () => {
  const input = archiveInput(archive);
  const { files } = await readChart(input);
  const opened = await openChart(
    { path: 'app.tgz' },
    { ...nowhere, files: memoryFiles({ 'app.tgz': archive }) },
    options,
  );
  expect(await chartDigest('app', files, opened.input)).toEqual(await chartDigest('app', files, input));
});
