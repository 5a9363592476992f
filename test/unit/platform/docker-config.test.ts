import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ReleaseError } from '#problem';
import { DockerConfig } from '../../../src/platform/docker-config.ts';
import { findProgram } from '../../../src/platform/find-program.ts';

let home: string;
let bin: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'marketplace-release-'));
  bin = path.join(home, 'bin');
  await mkdir(bin);
});
afterEach(() => rm(home, { recursive: true, force: true }));

async function config(content: unknown): Promise<DockerConfig> {
  await mkdir(path.join(home, '.docker'), { recursive: true });
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  await writeFile(path.join(home, '.docker', 'config.json'), text);
  return new DockerConfig({ PATH: `relative:${bin}:/usr/bin:/bin` }, home);
}

/** A helper program: keeps what it was asked, and answers as the script says. */
async function helper(name: string, script: string): Promise<void> {
  const file = path.join(bin, `docker-credential-${name}`);
  await writeFile(file, `#!/bin/sh\nread server\necho "$1 $server" >> '${bin}/asked'\n${script}\n`);
  await chmod(file, 0o755);
}

const asked = async () => (await readFile(path.join(bin, 'asked'), 'utf8')).trim().split('\n');
const base64 = (text: string) => Buffer.from(text).toString('base64');
const password = (username: string, word: string) => ({ kind: 'password', username, password: word });

async function failureOf(promise: Promise<unknown>): Promise<ReleaseError> {
  return promise.then(
    (value) => {
      throw new Error(`It did not fail but gave ${JSON.stringify(value)}`);
    },
    (error) => ReleaseError.from(error),
  );
}

describe('the forms of auths', () => {
  it.each([
    ['auth', { 'r.example': { auth: base64('me:se:cret') } }, password('me', 'se:cret')],
    ['auth with padding of old writers', { 'r.example': { auth: base64('me:x\0\0') } }, password('me', 'x')],
    ['username and password', { 'r.example': { username: 'me', password: 'x' } }, password('me', 'x')],
    ['a URL as the key', { 'https://r.example/v2/': { auth: base64('me:x') } }, password('me', 'x')],
    [
      'an identity token beside a user without a password',
      { 'r.example': { auth: base64('00000000-0000-0000-0000-000000000000:'), identitytoken: 'it' } },
      { kind: 'identity-token', token: 'it' },
    ],
    ['an entry without anything', { 'r.example': {} }, undefined],
    ['null', { 'r.example': null }, undefined],
    ['another port', { 'r.example:5000': { auth: base64('me:x') } }, undefined],
    [
      'a part of the registry beside all of it',
      { 'r.example/team': { auth: base64('team:x') }, 'r.example': { auth: base64('me:x') } },
      password('me', 'x'),
    ],
    ['a part of the registry alone', { 'r.example/team': { auth: base64('team:x') } }, password('team', 'x')],
  ])('%s', async (_, auths, login) => {
    expect(await (await config({ auths })).find('r.example')).toEqual(login);
  });

  it('knows Docker Hub by its old address', async () => {
    const docker = await config({ auths: { 'https://index.docker.io/v1/': { auth: base64('me:x') } } });
    expect(await docker.find('docker.io')).toEqual(password('me', 'x'));
    expect(await docker.describe('docker.io')).toBe('docker config');
    expect(await docker.describe('r.example')).toBe('none');
  });

  it.each([
    ['no JSON', '{', /cannot be used/],
    ['another shape', { auths: [] }, /unknown shape/],
    [
      'auth that is not base64 of a login',
      { auths: { 'r.example': { auth: base64('nobody') } } },
      /not base64 of user/,
    ],
  ])('says what is wrong with %s', async (_, content, message) => {
    const error = await failureOf((await config(content)).find('r.example'));
    expect(error.code).toBe('credentials-unreadable');
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain(base64('nobody'));
  });

  it('needs no file', async () => {
    expect(await new DockerConfig({}, home).find('r.example')).toBeUndefined();
  });
});

describe('credential helpers', () => {
  it('are asked for their host, before the store and the file', async () => {
    await helper('ecr-login', `echo '{"ServerURL":"","Username":"AWS","Secret":"from the helper"}'`);
    await helper('store', `echo '{"Username":"other","Secret":"from the store"}'`);
    const docker = await config({
      auths: { 'public.ecr.aws': { auth: base64('file:x') } },
      credHelpers: { 'public.ecr.aws': 'ecr-login' },
      credsStore: 'store',
    });
    expect(await docker.describe('public.ecr.aws')).toBe('docker credential helper ecr-login');
    expect(await docker.find('public.ecr.aws')).toEqual(password('AWS', 'from the helper'));
    expect(await docker.find('r.example')).toEqual(password('other', 'from the store'));
    expect(await asked()).toEqual(['get public.ecr.aws', 'get r.example']);
  });

  it('give identity tokens too', async () => {
    await helper('x', `echo '{"Username":"<token>","Secret":"it"}'`);
    const docker = await config({ credsStore: 'x' });
    expect(await docker.find('r.example')).toEqual({ kind: 'identity-token', token: 'it' });
  });

  it('may know nothing of a server', async () => {
    await helper('x', `echo 'credentials not found in native keychain'; exit 1`);
    const docker = await config({ credsStore: 'x', auths: { 'r.example': { auth: base64('file:x') } } });
    expect(await docker.find('r.example')).toEqual(password('file', 'x'));
    expect(await asked()).toEqual(['get r.example', 'get https://r.example']);
  });

  it.each([
    ['fails', `echo 'secret: hunter2'; exit 3`, /ended with status 3/],
    ['answers something else', `echo 'hunter2'`, /gave no credentials/],
    ['answers another shape', `echo '{"Secret":"hunter2"}'`, /unknown shape/],
  ])('that %s is named, its words are not', async (_, script, message) => {
    await helper('x', script);
    const error = await failureOf((await config({ credsStore: 'x' })).find('r.example'));
    expect(error.code).toBe('credentials-unreadable');
    expect(error.message).toMatch(message);
    expect(`${error.message} ${error.hint} ${error.cause}`).not.toContain('hunter2');
  });

  it('that are not there, or no programs, are named', async () => {
    await writeFile(path.join(bin, 'docker-credential-plain'), '#!/bin/sh\n', { mode: 0o644 });
    await mkdir(path.join(bin, 'docker-credential-folder'));
    for (const name of ['absent', 'plain', 'folder']) {
      const error = await failureOf((await config({ credsStore: name })).find('r.example'));
      expect(error.message).toContain(`docker-credential-${name} gave no credentials`);
      expect(error.message).toContain('no such program on the PATH');
    }
  });

  it('are no paths, and nothing for a shell', async () => {
    for (const name of ['../evil', 'x;id', 'a b', '']) {
      const docker = await config({ credHelpers: { 'r.example': name } });
      if (name === '') expect(await docker.find('r.example')).toBeUndefined();
      else expect((await failureOf(docker.find('r.example'))).message).toContain('no name of a helper');
    }
  });
});

describe('a program on Windows', () => {
  const find = (name: string, environment: NodeJS.ProcessEnv) => findProgram(name, environment, 'win32');
  const touch = (name: string) => writeFile(path.join(bin, name), '');

  it('is found by PATH and PATHEXT, however they are written', async () => {
    await touch('docker-credential-x.exe');
    for (const environment of [{ PATH: bin }, { Path: `"${bin}"`, PathExt: '.COM;.EXE;.BAT' }])
      expect(await find('docker-credential-x', environment)).toBe(path.join(bin, 'docker-credential-x.exe'));
  });

  it('is none that only a shell could start', async () => {
    await touch('docker-credential-x.cmd');
    await touch('docker-credential-x');
    expect(await find('docker-credential-x', { PATH: bin, PATHEXT: '.CMD;.EXE' })).toBeUndefined();
  });

  it('is never that of the working folder', async () => {
    await touch('docker-credential-x.exe');
    const relative = path.relative(process.cwd(), bin);
    expect(await find('docker-credential-x', { PATH: `.;${relative}` })).toBeUndefined();
  });
});
