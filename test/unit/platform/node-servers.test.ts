import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type HostsMap, NodeHttp, NodeRegistries, NodeServers, noHosts } from '#platform';
import { readBody } from '#registry';
import { TestAuthority } from '../../support/test-authority.ts';

const url = 'https://attestations.example/v1beta1/projects/p/notes/n/occurrences';
let home: string;
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'servers-'));
  const auths = {
    'vendor.example': { auth: Buffer.from('me:of-docker').toString('base64') },
    'acr.example': { identitytoken: 'an-identity-token' },
  };
  await writeFile(path.join(home, 'config.json'), JSON.stringify({ auths }));
});
afterAll(() => rm(home, { recursive: true }));

type Options = ConstructorParameters<typeof NodeRegistries>[0];

function servers({ hosts = noHosts, ...more }: Partial<Options> = {}) {
  const asked: string[] = [];
  const never = () => expect.unreachable('AWS is asked');
  const secretValue = async (_: unknown, id: string) => {
    asked.push(id);
    return JSON.stringify({ TOKEN: `of-secret-${asked.length}` });
  };
  const environment = { DOCKER_CONFIG: home, TOKEN: 'of-variable' };
  const registries = new NodeRegistries({
    registries: [],
    folder: home,
    hosts,
    aws: { ecrLogin: never, callerIdentity: never, secretValue },
    defaultRegion: 'eu-west-1',
    environment,
    home,
    ...more,
  });
  return { asked, registries, servers: new NodeServers({ hosts, registries, environment }) };
}

type Source = Parameters<NodeServers['access']>[1];

async function tokenOf(source: Source, options: Partial<Options> = {}) {
  const { origin, token } = await servers(options).servers.access(url, source);
  return { origin, from: token?.from, token: await token?.read(false) };
}

const mapped = (more: Partial<HostsMap>): HostsMap => ({
  schemaVersion: 1,
  hosts: { 'attestations.example': { origin: 'http://127.0.0.1:1234', password: 'of-the-map' } },
  ...more,
});

describe('the token of a server', () => {
  const origin = 'https://attestations.example';

  it('is where the settings say', async () => {
    expect(await tokenOf(undefined)).toEqual({ origin });
    expect(await tokenOf({ env: 'TOKEN' })).toEqual({ origin, from: 'variable TOKEN', token: 'of-variable' });
    expect(await tokenOf({ secret: 'a', field: 'TOKEN' })).toEqual({
      origin,
      from: 'secret a (TOKEN)',
      token: 'of-secret-1',
    });
    expect(await tokenOf({ registry: 'vendor.example' })).toEqual({
      origin,
      from: 'password of vendor.example, docker config',
      token: 'of-docker',
    });
  });

  it('is fetched again when it was refused', async () => {
    const { servers: all, asked } = servers();
    const { token } = await all.access(url, { secret: 'a', field: 'TOKEN' });
    expect([await token?.read(false), await token?.read(false), await token?.read(true)]).toEqual([
      'of-secret-1',
      'of-secret-1',
      'of-secret-2',
    ]);
    expect(asked).toEqual(['a', 'a']);
  });

  it('is never the password of the mirror that a registry is pulled from', async () => {
    const settings: Options['registries'] = [
      { host: 'vendor.example', mirror: 'artifactory.bank.example/vendor' },
      { host: 'artifactory.bank.example', login: { username: 'bank', password: { env: 'TOKEN' } } },
    ];
    const { token } = await tokenOf({ registry: 'vendor.example' }, { registries: settings });
    expect(token).toBe('of-docker');
  });

  it.each([
    [{ registry: 'nowhere.example' }, 'login-required', 'docker login nowhere.example'],
    [{ registry: 'acr.example' }, 'credentials-unreadable', 'docker login acr.example'],
    [{ env: 'UNSET' }, 'credentials-unreadable', 'Set UNSET'],
  ])('of %o is missing: %s', async (source, code, hint) => {
    const error = await tokenOf(source).catch((thrown) => thrown);
    expect(error).toMatchObject({ code, hint: expect.stringContaining(hint) });
    expect(`${error.message} ${error.hint}`).not.toContain('an-identity-token');
  });

  it('is that of a hosts map, which says where the server is, too', async () => {
    const hosts = mapped({});
    const expected = { origin: 'http://127.0.0.1:1234', from: 'hosts map', token: 'of-the-map' };
    expect(await tokenOf({ env: 'TOKEN' }, { hosts })).toEqual(expected);
    expect(await tokenOf(undefined, { hosts })).toEqual(expected);
  });

  it('is no real one in a sandbox, whatever the settings name', async () => {
    const sources: Source[] = [{ env: 'TOKEN' }, { secret: 'a' }, { registry: 'vendor.example' }];
    for (const source of sources) {
      expect(await tokenOf(source, { hosts: mapped({ sandbox: true }) })).toMatchObject({ token: 'of-the-map' });
    }
  });

  it.each<Source>([undefined, { env: 'TOKEN' }, { secret: 'a' }])(
    'is of no use in a sandbox that does not have the server: %o',
    async (source) => {
      const { servers: all, asked } = servers({ hosts: { ...mapped({ sandbox: true }), hosts: {} } });
      await expect(all.access(url, source)).rejects.toMatchObject({
        code: 'sandbox-guard',
        message: 'A sandbox is in play, and attestations.example is not in it',
      });
      const ours = await all.access('http://127.0.0.1:4321/v1beta1/x', source);
      expect(ours).toEqual({
        origin: 'http://127.0.0.1:4321',
        loginHint: expect.stringContaining('give it a password for 127.0.0.1:4321'),
      });
      expect(asked).toEqual([]);
    },
  );
});

describe('the authority of a server', () => {
  it('is that of registries.<host>.ca, as for a registry', async () => {
    const bank = new TestAuthority('Bank');
    await writeFile(path.join(home, 'bank.pem'), bank.pem);
    const server = https.createServer(bank.certify(['127.0.0.1']), (_, response) => void response.end('{}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const ask = async (settings: Options['registries']) => {
      const { registries, servers: all } = servers({ registries: settings });
      const { origin } = await all.access(`https://${host}/x`);
      const http = new NodeHttp({ userAgent: 'test', certificateAuthority: (name) => registries.authority(name) });
      onTestFinished(() => http.close());
      return Buffer.from(await readBody(await http.send({ method: 'GET', url: `${origin}/x`, headers: {} }), 10));
    };
    expect(String(await ask([{ host, ca: 'bank.pem' }]))).toBe('{}');
    await expect(ask([])).rejects.toMatchObject({ kind: 'tls' });
  });
});
