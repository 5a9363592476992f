import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NodeRegistries, noHosts } from '#platform';
import { TestAuthority } from '../../../support/test-authority.ts';

let folder: string;
const bank = new TestAuthority('Bank').pem.trim();
const aws = new TestAuthority('AWS in between').pem.trim();

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'registries-'));
  await writeFile(path.join(folder, 'bank.pem'), `# the bank's\n${bank}\n${aws}\n`);
  await writeFile(path.join(folder, 'aws.pem'), aws);
  await writeFile(path.join(folder, 'empty.pem'), '');
});
afterAll(() => rm(folder, { recursive: true }));

type Options = ConstructorParameters<typeof NodeRegistries>[0];

function registries(settings: Options['registries'], more: Partial<Options> = {}) {
  const never = () => expect.unreachable('AWS is asked');
  const gateway = { ecrLogin: never, callerIdentity: never, secretValue: never };
  const environment = { TOKEN: 'planted' };
  return new NodeRegistries({
    registries: settings,
    folder,
    hosts: noHosts,
    aws: gateway,
    environment,
    home: folder,
    ...more,
  });
}

describe('a mirror', () => {
  const mirrored = [
    { host: 'docker.io', mirror: 'artifactory.bank.example/docker' },
    { host: 'artifactory.bank.example', login: { username: 'me', password: { env: 'TOKEN' } } },
  ];

  it('is asked in place of the registry, under its path and with its own login', async () => {
    const access = await registries(mirrored).access('docker.io');
    expect(access).toMatchObject({
      registry: 'docker.io',
      origin: 'https://artifactory.bank.example',
      repositoryPrefix: 'docker',
      credentials: 'variable TOKEN',
    });
    expect(await access.login(false)).toMatchObject({ username: 'me' });
  });

  it('is never pushed to: the target is asked itself', async () => {
    const access = await registries(mirrored, { target: { registry: 'docker.io' } }).access('docker.io');
    expect(access).toMatchObject({ origin: 'https://registry-1.docker.io', credentials: 'none' });
    expect(access.repositoryPrefix).toBeUndefined();
  });
});

describe('where a registry is', () => {
  it.each([
    ['r.example', [], 'https://r.example'],
    ['r.example:5000', [{ host: 'r.example:5000', plainHttp: true }], 'http://r.example:5000'],
    ['r.example:5000', [{ host: 'r.example', plainHttp: true }], 'https://r.example:5000'],
    ['localhost:5000', [], 'http://localhost:5000'],
    ['[::1]:5000', [], 'http://[::1]:5000'],
    ['[::1]:5000', [{ host: '[::1]:5000', plainHttp: false }], 'https://[::1]:5000'],
    ['[fd00::1]:5000', [], 'https://[fd00::1]:5000'],
  ])('%s with %o: %s', async (host, settings, origin) => {
    expect((await registries(settings).access(host)).origin).toBe(origin);
  });

  it('who may be told a password without TLS stands with it', async () => {
    const settings = [
      { host: 'r.example', plainHttp: true },
      { host: 'auth.example', plainHttp: true },
      { host: 'x.example' },
    ];
    expect((await registries(settings).access('r.example')).plainHosts).toEqual(['r.example', 'auth.example']);
  });
});

describe("a host's own authorities", () => {
  const settings = [{ host: 'registry.bank.example', ca: 'bank.pem' }];

  it('count for that host and port, whether or not it is a registry that was asked', async () => {
    const known = registries(settings);
    expect(await known.authority('registry.bank.example')).toBe(`${bank}\n${aws}`);
    expect(await known.authority('registry.bank.example:8443')).toBeUndefined();
    expect(await known.authority('auth.bank.example')).toBeUndefined();
  });

  it("AWS_CA_BUNDLE counts for AWS's hosts alone", async () => {
    const environment = { AWS_CA_BUNDLE: path.join(folder, 'aws.pem') };
    const known = registries(settings, { environment });
    expect(await known.authority('123456789012.dkr.ecr.eu-west-1.amazonaws.com')).toBe(aws);
    expect(await known.authority('prod-eu-west-1-starport-layer-bucket.s3.eu-west-1.amazonaws.com')).toBe(aws);
    expect(await known.authority('123456789012.dkr-ecr.eu-west-1.on.aws')).toBe(aws);
    expect(await known.authority('amazonaws.com.evil.example')).toBeUndefined();
    expect(await known.authority('docker.io')).toBeUndefined();
  });

  it.each([
    ['none.pem', 'cannot be read'],
    ['empty.pem', 'holds no certificate'],
  ])('a file that cannot be used (%s) is told by the registry it is for', async (ca, why) => {
    await expect(registries([{ host: 'r.example', ca }]).access('r.example')).rejects.toMatchObject({
      code: 'file-not-readable',
      message: expect.stringContaining(why),
      hint: expect.stringContaining('registries."r.example".ca'),
    });
  });
});
