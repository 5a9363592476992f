import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildImage, noise } from '../support/sample-images.ts';
import { documentOf, type Ended, Workspace } from './support/command-line.ts';
import { pushImage, type RealRegistry, startDockerRegistry } from './support/docker-registry.ts';
import { allTags } from './support/registry-state.ts';

/** What a person can get wrong, run as they would run it: told with file and line or with a code and a hint, and nothing half-written. */
const image = buildImage({ layers: [noise('layer', 10_000)], seed: 'image' });
let registry: RealRegistry;
beforeAll(async () => {
  registry = await startDockerRegistry();
  await pushImage(registry, 'a', '1', image);
});
afterAll(() => registry?.close());

const settings = () => `version: 1\ntarget:\n  registry: ${registry.host}\n  prefix: broken\n`;
const entry = (dest: string, source = `${registry.host}/a@${image.root}`) => ({ source, dest });
const release = (images: Readonly<Record<string, unknown>>) => JSON.stringify({ metadata: { images } }, undefined, 2);

async function mirror(files: Readonly<Record<string, string | Buffer>>, args: readonly string[] = []): Promise<Ended> {
  const here = new Workspace({ 'marketplace.yaml': settings(), ...files });
  const ended = await here.run(['mirror', '--yes', ...args]);
  here.remove();
  return ended;
}

interface Failure {
  readonly error?: {
    readonly code: string;
    readonly hint?: string;
    readonly problems?: readonly { file: string; line: number; rule: string }[];
  };
}

describe('input that cannot be right: exit 2, file and line, nothing written', () => {
  const cases: [string, () => Readonly<Record<string, string | Buffer>>, string, number, string][] = [
    [
      'truncated JSON',
      () => ({ '1_release.json': '{\n  "metadata": {\n    "images": {' }),
      '1_release.json',
      3,
      'text-syntax',
    ],
    [
      'JSON nested 10,000 deep',
      () => ({ '1_release.json': `{\n"metadata": ${'['.repeat(10_000)}` }),
      '1_release.json',
      2,
      'text-too-deep',
    ],
    [
      'YAML nested 10,000 deep',
      () => ({ 'marketplace.yaml': `version: 1\ntarget: ${'['.repeat(10_000)}` }),
      'marketplace.yaml',
      2,
      'text-too-deep',
    ],
    [
      'a line of 10 MB',
      () => ({ '1_release.json': release({ a: entry('a:1') }), '1_images.txt': `# list\n${'x'.repeat(10_000_000)}` }),
      '1_images.txt',
      2,
      'text-too-large',
    ],
    [
      'invalid UTF-8',
      () => ({ '1_release.json': release({ a: entry('a:1') }), '1_images.txt': Buffer.from([0x61, 0x0a, 0x62, 0xff]) }),
      '1_images.txt',
      2,
      'not-utf8',
    ],
    [
      'two sources for one destination',
      () => ({ '1_release.json': release({ a: entry('a:1'), b: entry('a:1', `${registry.host}/b@${image.root}`) }) }),
      '1_release.json',
      4,
      'destination-duplicate',
    ],
    [
      'a destination without a tag',
      () => ({ '1_release.json': release({ a: entry('a') }) }),
      '1_release.json',
      6,
      'tag-missing',
    ],
    [
      'a setting that is not known',
      () => ({ 'marketplace.yaml': `${settings()}nmaes: []\n`, '1_release.json': release({ a: entry('a:1') }) }),
      'marketplace.yaml',
      5,
      'setting-unknown',
    ],
    [
      'a password in the settings',
      () => ({
        'marketplace.yaml': `${settings()}registries:\n  x.example: { username: u, password: hunter2 }\n`,
        '1_release.json': release({ a: entry('a:1') }),
      }),
      'marketplace.yaml',
      6,
      'secret-in-settings',
    ],
  ];
  it.each(cases)('%s', async (_, files, file, line, rule) => {
    const before = await allTags(registry);
    const ended = await mirror(files(), ['--json']);
    expect(ended.status).toBe(2);
    expect(documentOf<Failure>(ended).error?.problems).toContainEqual(expect.objectContaining({ file, line, rule }));
    expect(ended.stdout + ended.stderr).not.toContain('hunter2');
    const asText = await mirror(files());
    expect(asText.stderr + asText.stdout).toMatch(new RegExp(`^${file}:${line}:\\d+ error ${rule} `, 'm'));
    expect(await allTags(registry)).toEqual(before);
  });

  it('BOM and CRLF are no fault', async () => {
    const text = `\ufeff${release({ a: entry('bom:1') })}`.replaceAll('\n', '\r\n');
    const ended = await mirror({ '1_release.json': text, '1_images.txt': '\ufeff# list\r\nbom:1\r\n' });
    expect({ status: ended.status, stderr: ended.stderr }).toMatchObject({ status: 0 });
    expect((await allTags(registry)).get('broken/bom:1')).toBe(image.root);
  });
});

describe('a world that is not as it should be: exit 1, a code and a hint', () => {
  interface Report {
    readonly items: readonly { readonly outcome: string; readonly code?: string; readonly hint?: string }[];
  }

  it('a source registry that cannot be reached fails its image, and no other', async () => {
    const ended = await mirror(
      { '1_release.json': release({ a: entry('gone:1', `127.0.0.1:1/a@${image.root}`), b: entry('there:1') }) },
      ['--json'],
    );
    expect(ended.status).toBe(1);
    expect(documentOf<Report>(ended).items).toEqual([
      expect.objectContaining({ outcome: 'failed', code: 'unreachable', hint: expect.any(String) }),
      expect.objectContaining({ outcome: 'copied' }),
    ]);
  });

  it('a target registry that cannot be reached fails every image with the reason', async () => {
    const ended = await mirror(
      {
        'marketplace.yaml': 'version: 1\ntarget: { registry: "127.0.0.1:1", prefix: x }\n',
        '1_release.json': release({ a: entry('a:1') }),
      },
      ['--json'],
    );
    expect(ended.status).toBe(1);
    expect(documentOf<Report>(ended).items[0]).toMatchObject({
      outcome: 'failed',
      code: 'unreachable',
      hint: expect.any(String),
    });
  });

  it('a source that is not there', async () => {
    const ended = await mirror(
      { '1_release.json': release({ a: entry('a:1', `${registry.host}/a@sha256:${'0'.repeat(64)}`) }) },
      ['--json'],
    );
    expect(ended.status).toBe(1);
    expect(documentOf<Report>(ended).items[0]).toMatchObject({ outcome: 'failed', code: 'content-missing' });
  });
});

describe('places that cannot be written to: exit 2, nothing pushed', () => {
  it.each([
    ['the error log', ['--log', 'no/such/folder/sync-error.log']],
    ['a full disk', ['--log', '/dev/full']],
  ])('%s', async (_, args) => {
    const before = await allTags(registry);
    const ended = await mirror({ '1_release.json': release({ a: entry('unwritten:1') }) }, [...args, '--json']);
    expect(ended.status).toBe(2);
    expect(documentOf<Failure>(ended).error).toMatchObject({ code: 'file-not-writable', hint: expect.any(String) });
    expect(await allTags(registry)).toEqual(before);
  });

  it('without a terminal and without --yes nothing is pushed', async () => {
    const here = new Workspace({
      'marketplace.yaml': settings(),
      '1_release.json': release({ a: entry('unasked:1') }),
    });
    const ended = await here.run(['mirror', '--json']);
    here.remove();
    expect(ended.status).toBe(2);
    expect(documentOf<Failure>(ended).error).toMatchObject({ code: 'confirmation-required' });
    expect((await allTags(registry)).has('broken/unasked:1')).toBe(false);
  });
});

describe('the error log', () => {
  it('is empty when all went well, and has a line for each image that is not there', async () => {
    const here = new Workspace({
      'marketplace.yaml': `${settings()}report: { log: sync-error.log }\n`,
      '1_release.json': release({ a: entry('logged:1') }),
    });
    expect((await here.run(['mirror', '--yes'])).status).toBe(0);
    expect(here.read('sync-error.log')).toBe('');
    here.write(
      '1_release.json',
      release({ a: entry('logged:1'), b: entry('b:1', `${registry.host}/b@${image.root}`) }),
    );
    expect((await here.run(['mirror', '--yes'])).status).toBe(1);
    expect(here.read('sync-error.log')).toMatch(/^ERROR: .*broken\/b:1: [^\n]+\n$/);
    here.remove();
  });
});
