import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { readHostsMap, startSandbox } from '#sandbox';
import { runCli, testFolder } from '../../support/cli.ts';

let place: Awaited<ReturnType<typeof testFolder>>;
beforeAll(async () => {
  place = await testFolder();
});
afterAll(() => place.remove());

/** Starts a sandbox that ends as soon as it has said where it is. */
const sandbox = (...argv: readonly string[]) =>
  runCli(['sandbox', ...argv], { directory: place.folder, signal: AbortSignal.abort() });
const read = (name: string) => readFile(path.join(place.folder, name), 'utf8');

describe('what the sandbox says of its attestations', () => {
  it('is where they are, and by which key', async () => {
    const { exitCode, stdout } = await sandbox('--write-key', 'attestor.asc', '--write-hosts', 'hosts.json');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^ {4}https:\/\/attestations\.camunda\.cloud\/v1beta1\/projects\/camunda-attestations\/notes\/release-attestor\/occurrences$/m,
    );
    expect(stdout).toMatch(/^ {4}by the key [0-9A-F]{40}, which is in attestor\.asc$/m);
    expect(await read('attestor.asc')).toMatch(/^-----BEGIN PGP PUBLIC KEY BLOCK-----\n/);
  });

  it('is the key of the sandbox that --sandbox uses, whether that runs or not, without another one being started', async () => {
    const environment = { XDG_STATE_HOME: path.join(place.folder, 'usual') };
    const run = async (...argv: readonly string[]) => {
      const signal = AbortSignal.abort();
      const { exitCode, stdout } = await runCli(['sandbox', ...argv], { directory: place.folder, environment, signal });
      expect(exitCode).toBe(0);
      return stdout;
    };
    expect(await run('--write-key', 'usual.asc')).toMatch(
      /^usual\.asc has the key [0-9A-F]{40}\. .*\n {2}https:\/\/attestations\./,
    );
    const dataDir = path.join(environment.XDG_STATE_HOME, 'marketplace-release', 'sandbox');
    const running = await startSandbox({ dataDir, empty: true });
    onTestFinished(() => running.close());
    expect(await read('usual.asc')).toBe(running.hostsMap.attestor?.publicKey);
    expect(JSON.parse(await run('--write-key', 'again.asc', '--json'))).toEqual({
      type: 'attestor',
      ...running.hostsMap.attestor,
    });
    expect(await read('again.asc')).toBe(await read('usual.asc'));
  });

  it('is how to have the key, without a file of it', async () => {
    expect((await sandbox()).stdout).toMatch(
      /^ {4}by the key [0-9A-F]{40}, which --write-key FILE writes beside --write-hosts FILE$/m,
    );
    const kept = await sandbox('--data', 'state');
    expect(kept.stdout).toContain(`which is in ${path.join(place.folder, 'state', 'attestor.asc')}`);
  });

  it('is in JSON too, and in the file of hosts', async () => {
    const { stdout } = await sandbox('--json', '--data', 'state', '--write-hosts', 'hosts.json');
    const printed = readHostsMap(JSON.parse(stdout));
    expect(printed?.attestor).toMatchObject({ file: path.join(place.folder, 'state', 'attestor.asc') });
    expect(printed?.attestor?.publicKey).toBe(await read('state/attestor.asc'));
    expect(readHostsMap(JSON.parse(await read('hosts.json')))).toEqual(printed);
  });

  it('is that a key cannot be written', async () => {
    const { exitCode, stderr } = await sandbox('--write-key', 'no/such/folder/attestor.asc');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('no/such/folder/attestor.asc cannot be written')]);
  });
});
