import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli, testFolder } from '../../support/cli.ts';

const release = JSON.stringify({ metadata: { images: { a: { source: 'source.example/a:1', dest: 'a:1' } } } });
const settings = (registry = 'target.example') =>
  `version: 1\ntarget: { registry: "${registry}" }\nreport: { log: sync-error.log }\n`;
const unfinished = 'ERROR: run unfinished\n';

let folder: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ folder, remove } = await testFolder());
  await write('marketplace.yaml', settings());
  await write('release.json', release);
  await write('sync-error.log', '');
});
afterEach(() => remove());

const write = (name: string, text: string) => writeFile(path.join(folder, name), text);
const read = (name: string) => readFile(path.join(folder, name), 'utf8');
const mirror = (...argv: string[]) => runCli(['mirror', '--yes', ...argv], { directory: folder });
const named = ['--log', 'sync-error.log'];

describe('a run of a pipeline that never begins leaves no empty log of the run before', () => {
  it.each<[string, readonly string[], Readonly<Record<string, string>>]>([
    ['its release file is broken', [], { 'release.json': '{' }],
    ['its list is broken', [], { 'images.txt': 'one two three\n' }],
    ['its registry cannot be filled in', [], { 'marketplace.yaml': settings('{account}.dkr.ecr.{region}.example') }],
    ['its plan is not there', ['--plan', 'gone.json'], {}],
    ['its plan is none', ['--plan', 'plan.json'], { 'plan.json': '{}' }],
    ['its files are not there', [...named, 'gone.json'], {}],
    ['its settings are broken', named, { 'marketplace.yaml': 'version: 1\n' }],
    ['its settings are not there', [...named, '--config', 'gone.yaml'], {}],
    ['its hosts map is not there', [...named, '--hosts', 'gone.json'], {}],
    ['its AWS endpoint is none', [...named, '--endpoint-url', 'here'], {}],
  ])('because %s', async (_, argv, files) => {
    for (const [name, text] of Object.entries(files)) await write(name, text);
    const { exitCode } = await mirror(...argv);
    expect(exitCode).toBeGreaterThan(0);
    expect(await read('sync-error.log')).toBe(unfinished);
  });

  it('nor the lines of that run', async () => {
    await write('sync-error.log', 'ERROR: target.example/a:1: the source is away\n');
    await mirror('--plan', 'gone.json');
    expect(await read('sync-error.log')).toBe(unfinished);
  });
});

describe('what is no log of ours is not written over', () => {
  it.each([
    ['release.json', []],
    ['release.json', ['release.json']],
    ['plan.json', ['--plan', 'plan.json']],
    ['empty.json', ['--plan', 'empty.json']],
    ['hosts.json', ['--hosts', 'hosts.json']],
    ['marketplace.yaml', ['--config', 'marketplace.yaml']],
    ['notes.txt', ['--plan', 'gone.json']],
  ])('%s', async (file, argv) => {
    for (const name of ['plan.json', 'notes.txt']) await write(name, 'somebody needs this');
    await write('empty.json', '');
    await write('hosts.json', '{"schemaVersion":1,"hosts":{}}');
    const before = await read(file);
    const { exitCode } = await mirror(...argv, '--log', file);
    expect(exitCode).toBe(2);
    expect(await read(file)).toBe(before);
  });
});

it('nothing is written without --yes where nobody can be asked', async () => {
  const { exitCode } = await runCli(['mirror', ...named], { directory: folder });
  expect(exitCode).toBe(2);
  expect(await read('sync-error.log')).toBe('');
});
