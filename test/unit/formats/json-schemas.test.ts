import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { getLanguageService, type JSONSchema, TextDocument } from 'vscode-json-languageservice';
import { parseRelease, parseSettings, settingAt } from '#formats';
import { ruleIds } from '#problem';
import { root } from '../../../.ci/bundles.mjs';
import { jsonSchemas } from '../../../src/formats/json-schemas.ts';
import { Random } from '../../support/random.ts';
import { breakSettings, validSettings } from '../../support/settings-files.ts';
import { digest } from './places.ts';

const service = getLanguageService({});
const seed = 20_261_121;
const files = 1000;
service.configure({
  schemas: Object.entries(jsonSchemas()).map(([file, schema]) => ({
    uri: `test:///${file}`,
    fileMatch: [file.replace('.schema', '')],
    schema: schema as JSONSchema,
  })),
});

/** What VS Code's JSON language service says of a text under one of our schemas; of duplicate keys and syntax too. */
async function told(file: 'marketplace.json' | 'release.json', text: string): Promise<string[]> {
  const document = TextDocument.create(`file:///${file}`, 'json', 1, text);
  const found = await service.doValidation(document, service.parseJSONDocument(document));
  return found.map(({ message }) => (typeof message === 'string' ? message : message.value));
}

const settings = (value: object) => JSON.stringify({ version: 1, target: { registry: 'r.example' }, ...value });

describe('the schema of marketplace.yaml', () => {
  it(`agrees with the parser on ${files} files, half of them with a fault`, async () => {
    const random = new Random(seed);
    const disagreements: string[] = [];
    let wrong = 0;
    for (let run = 0; run < files; run++) {
      const value = validSettings(random);
      const fault = run % 2 === 0 ? 'nothing' : breakSettings(random, value);
      const text = JSON.stringify(value);
      // What never counts is told, but is no fault.
      const ours = parseSettings(text).problems.flatMap(({ severity, message }) =>
        severity === 'error' ? message : [],
      );
      const theirs = await told('marketplace.json', text);
      if (ours.length > 0) wrong++;
      if (ours.length > 0 !== theirs.length > 0 || ours.length > 0 !== (fault !== 'nothing'))
        disagreements.push(`run ${run}, ${fault}: ${text}\n  ours: ${ours.join(' ')}\n  theirs: ${theirs.join(' ')}`);
    }
    expect(disagreements).toEqual([]);
    expect(wrong).toBe(files / 2);
  });

  it.each([
    ['a second login in one', { registries: { 'r.io': { username: 'u', password: { env: 'A', secret: 'b' } } } }],
    ['a login without a password', { registries: { 'r.io': { username: 'u' } } }],
    ['a password written out', { registries: { 'r.io': { username: 'u', password: 'geheim' } } }],
    [
      'a variable with a region',
      { registries: { 'r.io': { username: 'u', password: { env: 'A', region: 'eu-west-1' } } } },
    ],
    ['target and targets', { targets: { a: { registry: 'r.io' } } }],
    ['no target', { target: undefined }],
    ['targets that are none', { target: undefined, targets: {} }],
    ['a target with an odd name', { target: undefined, targets: { 'a b': { registry: 'r.io' } } }],
    ['a registry with a path', { target: { registry: 'r.io/a' } }],
    [
      'two ways to say who reads',
      {
        target: { registry: '{account}.dkr.ecr.eu-west-1.amazonaws.com', repositories: { readers: 'a', policy: 'b' } },
      },
    ],
    [
      'exceptions from nothing',
      { target: { registry: '{account}.dkr.ecr.eu-west-1.amazonaws.com', repositories: { mutableTags: ['a'] } } },
    ],
    ['a star that stands for nothing', { names: [{ from: 'docker.io/a', to: '*' }] }],
    ['two stars', { names: [{ from: 'docker.io/*/*', to: 'a' }] }],
    ['no host', { names: [{ from: 'camunda/*', to: '*' }] }],
    [
      'three stars in a tag',
      {
        target: {
          registry: '{account}.dkr.ecr.eu-west-1.amazonaws.com',
          repositories: { immutableTags: true, mutableTags: ['*a*b*'] },
        },
      },
    ],
    ['version 2', { version: 2 }],
    [
      'an attestation and an exemption',
      { attestations: [{ images: '**', exempt: 'x', url: 'https://a.io/x', key: 'k' }] },
    ],
    ['an exemption with a key', { attestations: [{ images: '**', exempt: 'x', require: false }] }],
    ['neither', { attestations: [{ images: '**' }] }],
    ['an attestation without a key', { attestations: [{ images: '**', url: 'https://a.io/x' }] }],
    ['a token written out', { attestations: [{ images: '**', url: 'https://a.io/x', key: 'k', token: 'geheim' }] }],
    [
      'a token from two places',
      { attestations: [{ images: '**', url: 'https://a.io/x', key: 'k', token: { registry: 'r.io', env: 'A' } }] },
    ],
    [
      'the region of no secret',
      { attestations: [{ images: '**', url: 'https://a.io/x', key: 'k', token: { env: 'A', region: 'eu-west-1' } }] },
    ],
    ['a change of nothing', { derive: { a: { labels: {}, files: [] } } }],
    ['a change of an image with a tag', { derive: { 'a:1': { user: '1' } } }],
    ['a label without a name', { derive: { a: { labels: { '': 'x' } } } }],
    ['a variable that is none', { derive: { a: { env: { 'a=b': 'x' } } } }],
    ['an entry point without a program', { derive: { a: { entrypoint: ['', 'x'] } } }],
    ['a program that is not ours', { derive: { a: { program: 'other' } } }],
    ['a scan with nothing', { scan: { block: 'low' } }],
  ])('refuses %s, as the parser does', async (_, value) => {
    expect(parseSettings(settings(value)).problems).not.toEqual([]);
    expect(await told('marketplace.json', settings(value))).not.toEqual([]);
  });

  // What a schema cannot know, or could only with patterns that nobody could read. The parser does.
  it.each([
    ['two names of one registry', { registries: { 'docker.io': {}, 'index.docker.io': {} } }],
    [
      'repositories of a registry that makes them itself',
      { target: { registry: 'r.io', repositories: { create: true } } },
    ],
    ['a folder that is said to be a registry', { target: { registry: 'oci:out', kind: 'ecr' } }],
    [
      'layouts whose names become the same',
      { target: undefined, targets: { 'a-b': { registry: 'oci:x' }, a_b: { registry: 'oci:y' } } },
    ],
    [
      'a login as somebody else than the target',
      { target: { registry: 'r.io', profile: 'a' }, registries: { 'r.io': { profile: 'b' } } },
    ],
    ['a target that is read from a folder', { registries: { 'r.example': { mirror: 'oci:in' } } }],
    ['an address with a number too large', { target: { registry: '1.2.3.999' } }],
    ['an address in brackets that is none', { target: { registry: '[1:2]' } }],
    ['a user with a number too large', { derive: { a: { user: '4294967296' } } }],
    [
      'a file twice',
      {
        derive: {
          a: {
            files: [
              { from: 'a', to: '/a' },
              { from: 'b', to: '/a' },
            ],
          },
        },
      },
    ],
    [
      'a day that no calendar has',
      { scan: { with: 'trivy', accept: [{ id: 'CVE-1', reason: 'x', until: '2023-02-29' }] } },
    ],
    [
      'what is accepted twice',
      {
        scan: {
          with: 'trivy',
          accept: [
            { id: 'CVE-1', reason: 'x' },
            { id: 'cve-1', reason: 'y' },
          ],
        },
      },
    ],
    ['a bucket with two dashes too many', { report: { upload: 's3://-bucket/x.log' } }],
  ])('does not see %s', async (_, value) => {
    expect(parseSettings(settings(value)).problems).not.toEqual([]);
    expect(await told('marketplace.json', settings(value))).toEqual([]);
  });

  const oci = { registry: 'r.io' };
  it.each([
    ['names', { names: null }],
    ['targets', { targets: null }],
    ['target', { target: null, targets: { a: oci } }],
    ['half a login and the other', { registries: { 'r.io': { username: null, password: null } } }],
    ['a secret', { registries: { 'r.io': { username: 'u', password: { env: 'A', secret: null } } } }],
    ['a variable', { registries: { 'r.io': { username: 'u', password: { env: null, secret: 'a' } } } }],
    ['an enumeration', { target: { ...oci, kind: null, existing: null } }],
    ['charts', { chart: { source: { path: 'a', oci: null }, version: null }, charts: null }],
    ['a group of conditions', { chart: null, report: null, attestations: null, derive: null, scan: null }],
    ['an exemption', { attestations: [{ images: '**', exempt: 'x', url: null, key: null, token: null }] }],
    ['a change', { derive: { a: { user: null, labels: null, files: null, command: ['x'] } } }],
  ])('takes a key with nothing behind it for no key, as the parser does: %s', async (_, value) => {
    expect(parseSettings(settings(value)).problems).toEqual([]);
    expect(await told('marketplace.json', settings(value))).toEqual([]);
  });

  it.each([
    ['a target', { target: null }],
    ['a registry', { target: { registry: null } }],
    ['a password', { registries: { 'r.io': { username: 'u', password: null } } }],
    ['both kinds of one', { registries: { 'r.io': { username: 'u', password: { env: null, secret: null } } } }],
    ['a version', { chart: { source: { oci: 'ghcr.io/a/b' }, version: null } }],
    ['a platform', { target: { ...oci, platforms: [null] } }],
    ['an exemption', { attestations: [{ images: '**', exempt: null }] }],
    ['a change', { derive: { a: null } }],
    ['all of a change', { derive: { a: { user: null, files: null } } }],
    ['an entry of a table', { registries: { 'r.io': null } }],
  ])('refuses nothing behind the key of %s, as the parser does', async (_, value) => {
    expect(parseSettings(settings(value)).problems).not.toEqual([]);
    expect(await told('marketplace.json', settings(value))).not.toEqual([]);
  });

  it('describes every key', () => {
    const bare = (path: readonly string[]): string[] => {
      const found = settingAt(path);
      if (!found) return [`${path.join('.')}: unknown`];
      const inner = found.keys.flatMap((key) => bare([...path, key]));
      // An entry of a list or of a table has no name of its own.
      const entries = found.shapes.some((shape) => shape === 'list' || shape === 'table') ? [[...path, '0']] : [];
      const isEntry = path.at(-1) === '0';
      const own = isEntry || path.length === 0 || found.note?.description.endsWith('.') ? [] : [path.join('.')];
      return [
        ...own,
        ...inner,
        ...entries.flatMap((entry) => (settingAt(entry)?.keys ?? []).flatMap((key) => bare([...entry, key]))),
      ];
    };
    expect(bare([])).toEqual([]);
    expect(settingAt(['targets', 'a', 'repositories', 'kmsKey', 'env'])?.note?.description).toMatch(/variable/);
  });
});

describe("the README's settings", () => {
  const blocks = [...readFileSync(path.join(root, 'README.md'), 'utf8').matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(
    ([, block = '']) => block,
  );

  it('are accepted', () => {
    const read = blocks.map((block) => (block.startsWith('version:') ? block : `version: 1\n${block}`));
    expect(read.length).toBeGreaterThan(1);
    expect(read.flatMap((block) => parseSettings(block).problems.map(({ message }) => message))).toEqual([]);
  });

  it('name every key that there is', () => {
    const keysBelow = (place: readonly string[]): string[] => {
      const { keys = [], shapes = [] } = settingAt(place) ?? {};
      const entries = shapes.some((shape) => shape === 'list' || shape === 'table') ? keysBelow([...place, '0']) : [];
      return [...keys.flatMap((key) => [key, ...keysBelow([...place, key])]), ...entries];
    };
    const text = blocks.join('\n');
    // The rules have a page of their own.
    const keysOfText = keysBelow([]).filter((key) => !ruleIds.some((rule) => rule === key));
    const unnamed = [...new Set(keysOfText)].filter((key) => !new RegExp(`\\b${key}\\b`).test(text));
    expect(unnamed).toEqual([]);
  });
});

describe('the schema of release files', () => {
  it(`agrees with the parser on ${files} files, half of them with a fault`, async () => {
    const random = new Random(seed);
    const disagreements: string[] = [];
    for (let run = 0; run < files; run++) {
      const images: Record<string, Record<string, unknown>> = {};
      for (let left = random.below(4); left >= 0; left--) {
        const path = random.pick(['a', 'a/b', 'docker.io/a', 'localhost:5000/x', 'r.example/a_b/c', '[::1]:80/x']);
        images[random.pick(['zeebe', 'ä', '', 'x/y'])] = {
          source: `${path}${random.pick(['', ':1', ':8.3-alpine'])}@${digest}`,
          dest: `${random.pick(['a', 'a/b__c', 'x/y.z'])}:${random.pick(['1', '_x', '8.3.4-alpine'])}`,
          layers: [null, { a: 1 }],
        };
      }
      const file: Record<string, unknown> = { formatVersion: 2, metadata: { name: 'x', images } };
      if (run % 2 === 1) breakRelease(random, file, images);
      const text = JSON.stringify(file);
      const ours = parseRelease(text).problems.map(({ message }) => message);
      const theirs = await told('release.json', text);
      if (ours.length > 0 !== theirs.length > 0 || ours.length > 0 !== (run % 2 === 1))
        disagreements.push(`run ${run}: ${text}\n  ours: ${ours.join(' ')}\n  theirs: ${theirs.join(' ')}`);
    }
    expect(disagreements).toEqual([]);
  });
});

function breakRelease(random: Random, file: Record<string, unknown>, images: Record<string, Record<string, unknown>>) {
  const key = random.pick(Object.keys(images));
  const image = images[key];
  if (!image) throw new Error('A release without an image');
  const field = random.pick(['source', 'dest']);
  switch (random.below(6)) {
    case 0:
      delete image[field];
      break;
    case 1:
      image[field] = random.pick<unknown>([1, null, [], {}]);
      break;
    case 2:
      image[field] = random.pick([
        '',
        'Upper/Case:1',
        'a b',
        'a',
        'a:',
        '/a:1',
        `a@sha256:${'g'.repeat(64)}`,
        'a:1@',
        'a/../b:1',
        `${'a'.repeat(257)}:1`,
        `a.example:99999/b:1@${digest}`,
        `a_b.example/c:1@${digest}`,
        `a.example/${'b/'.repeat(128)}b@${digest}`,
      ]);
      break;
    case 3:
      images[key] = [] as never;
      break;
    case 4:
      file.metadata = random.pick<unknown>([undefined, 7, [], {}]);
      break;
    default:
      file.metadata = { images: random.pick<unknown>([undefined, 7, []]) };
  }
}
