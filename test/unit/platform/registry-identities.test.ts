import { describe, expect, it } from 'vitest';
import type { AwsScope } from '#jobs';
import { NodeRegistries, noHosts, parseHostsMap } from '#platform';
import { ReleaseError } from '#problem';

const marketplace = '709825985650.dkr.ecr.us-east-1.amazonaws.com';
const own = '111122223333.dkr.ecr.eu-central-1.amazonaws.com';
const foreign = '444455556666.dkr.ecr.eu-central-1.amazonaws.com';
const role = 'arn:aws:iam::111122223333:role/release';
const vendor = 'docker.external.thoughtmachine.io';

type Options = ConstructorParameters<typeof NodeRegistries>[0];

/** An AWS that answers as it is told, and what it was asked. */
function scriptedAws(secrets: Readonly<Record<string, string>> = {}) {
  const asked: unknown[] = [];
  const held = { ...secrets };
  return {
    asked,
    held,
    ecrLogin: async (scope: AwsScope) => {
      asked.push(['ecrLogin', scope]);
      return { username: 'AWS', password: 'token', expiresAt: 0 };
    },
    callerIdentity: async (scope: AwsScope) => {
      asked.push(['callerIdentity', scope]);
      if (scope.profile === 'ended') throw new ReleaseError('login-expired', 'ended');
      return { account: scope.profile === 'own' ? '111122223333' : '444455556666', arn: 'arn' };
    },
    secretValue: async (scope: AwsScope, id: string) => {
      asked.push(['secretValue', id, scope]);
      const text = held[id];
      if (text === undefined) throw new ReleaseError('secret-missing', `There is no secret ${id}`);
      return text;
    },
  };
}

function make(options: Partial<Options>) {
  return new NodeRegistries({
    registries: [],
    folder: '/',
    hosts: noHosts,
    aws: scriptedAws(),
    environment: {},
    home: '/nonexistent',
    ...options,
  });
}

/** As whom the registry's token is asked for, and in the plan's words. */
async function loginAt(host: string, options: Partial<Options>) {
  const aws = scriptedAws();
  const access = await make({ aws, ...options }).access(host);
  await access.login(false);
  return { words: access.credentials, scope: aws.asked.findLast((one) => Array.isArray(one) && one[0] === 'ecrLogin') };
}

describe('an ECR registry is logged in to', () => {
  it('as the target of the job, where nobody says otherwise', async () => {
    const target = { registry: marketplace, profile: 'seller', role };
    for (const host of [marketplace, own]) {
      expect((await loginAt(host, { target })).words).toBe(`ECR, profile seller, role ${role}`);
    }
    expect(await loginAt(own, { target })).toMatchObject({
      scope: ['ecrLogin', { region: 'eu-central-1', profile: 'seller', role }],
    });
    expect((await loginAt(own, {})).words).toBe('ECR');
  });

  it('as its entry says before another target, wholly: what the entry leaves out is AWS’s own default', async () => {
    const target = { registry: marketplace, profile: 'seller', role };
    const registries = [{ host: own, profile: 'reader' }];
    expect(await loginAt(own, { target, registries })).toEqual({
      words: 'ECR, profile reader',
      scope: ['ecrLogin', { region: 'eu-central-1', profile: 'reader' }],
    });
    const elsewhere = [{ host: own, region: 'eu-west-1' }];
    expect(await loginAt(own, { target, registries: elsewhere })).toMatchObject({
      words: `ECR, profile seller, role ${role}`,
      scope: ['ecrLogin', { region: 'eu-west-1' }],
    });
  });

  it('as the target of the job, whose account is checked, although its entry says otherwise', async () => {
    const registries = [{ host: own, profile: 'reader' }];
    const target = { registry: own, profile: 'from the command line' };
    const targets = [{ registry: own, profile: 'seller' }];
    expect(await loginAt(own, { target, targets, registries })).toEqual({
      words: 'ECR, profile from the command line',
      scope: ['ecrLogin', { region: 'eu-central-1', profile: 'from the command line' }],
    });
    expect((await loginAt(own, { target: { registry: own }, targets, registries })).words).toBe('ECR');
  });

  it('as the target whose registry it is; the chosen one with what the command line says', async () => {
    const target = { registry: marketplace, profile: 'from the command line' };
    const targets = [
      { registry: marketplace, profile: 'seller' },
      { registry: own, profile: 'staging', role },
    ];
    expect((await loginAt(marketplace, { target, targets })).words).toBe('ECR, profile from the command line');
    expect((await loginAt(own, { target, targets })).words).toBe(`ECR, profile staging, role ${role}`);
    expect((await loginAt(foreign, { target, targets })).words).toBe('ECR, profile from the command line');
  });

  it('as the target whose registry it is when account and region are filled in', async () => {
    const target = { registry: marketplace, profile: 'seller' };
    const registry = '{account}.dkr.ecr.{region}.amazonaws.com';
    const words = async (targets: Options['targets'], host = own, defaultRegion = 'eu-central-1') =>
      (await loginAt(host, { target, targets: targets ?? [], defaultRegion })).words;
    expect(await words([{ registry, account: '111122223333', profile: 'a' }])).toBe('ECR, profile a');
    expect(await words([{ registry, account: '444455556666', profile: 'a' }])).toBe('ECR, profile seller');
    expect(await words([{ registry, account: '111122223333', profile: 'a', region: 'eu-west-1' }])).toBe(
      'ECR, profile seller',
    );
    expect(await words([{ registry, profile: 'own' }])).toBe('ECR, profile own');
    expect(await words([{ registry, profile: 'other' }])).toBe('ECR, profile seller');
    expect(await words([{ registry, profile: 'other' }], own, 'us-east-1')).toBe('ECR, profile seller');
  });

  it('although the login of another target has ended, each of which is asked once', async () => {
    const aws = scriptedAws();
    const registries = make({
      aws,
      target: { registry: marketplace, profile: 'seller' },
      targets: [{ registry: '{account}.dkr.ecr.eu-central-1.amazonaws.com', profile: 'ended' }],
    });
    for (const _ of 'ab') expect((await registries.access(own)).credentials).toBe('ECR, profile seller');
    expect(aws.asked).toEqual([['callerIdentity', { region: 'eu-central-1', profile: 'ended' }]]);
  });

  it('with a login of its own where the settings have one', async () => {
    const login = { username: 'AWS', password: { env: 'ECR_TOKEN' } };
    const registries = make({ registries: [{ host: own, login }], environment: { ECR_TOKEN: 'given' } });
    const access = await registries.access(own);
    expect(access.credentials).toBe('variable ECR_TOKEN');
    expect(await access.login(false)).toEqual({ kind: 'password', username: 'AWS', password: 'given' });
  });
});

describe('a password in Secrets Manager', () => {
  const source = { secret: 'tm-sync-token', field: 'TM_TOKEN' };
  const registriesWith = (password: object) => [
    { host: vendor, login: { username: '_tm', password: password as typeof source } },
  ];
  const access = (aws: ReturnType<typeof scriptedAws>, password: object, options: Partial<Options> = {}) =>
    make({ aws, registries: registriesWith(password), defaultRegion: 'eu-west-1', ...options }).access(vendor);

  it('is fetched once, and again when it was refused', async () => {
    const aws = scriptedAws({ 'tm-sync-token': '{"TM_TOKEN":"one"}' });
    const { credentials, login } = await access(aws, source);
    expect(credentials).toBe('secret tm-sync-token (TM_TOKEN)');
    expect(await Promise.all([login(false), login(false)])).toEqual(
      Array(2).fill({ kind: 'password', username: '_tm', password: 'one' }),
    );
    aws.held['tm-sync-token'] = '{"TM_TOKEN":"two"}';
    expect(await login(false)).toMatchObject({ password: 'one' });
    expect(aws.asked).toHaveLength(1);
    expect(await login(true)).toMatchObject({ password: 'two' });
    expect(await login(false)).toMatchObject({ password: 'two' });
    expect(aws.asked).toHaveLength(2);
  });

  it('that could not be fetched is asked for again', async () => {
    const aws = scriptedAws();
    const { login } = await access(aws, source);
    await expect(login(false)).rejects.toMatchObject({ code: 'secret-missing' });
    aws.held['tm-sync-token'] = '{"TM_TOKEN":"one"}';
    expect(await login(false)).toMatchObject({ password: 'one' });
  });

  it('is looked for where and as whom the settings say: its own, its ARN, the target, AWS’s own default', async () => {
    const target = { registry: marketplace, profile: 'seller', role, region: 'us-east-1' };
    const arn = 'arn:aws:secretsmanager:ap-south-1:111122223333:secret:tm-sync-token-AbCdEf';
    const scopeOf = async (password: object, options: Partial<Options>) => {
      const aws = scriptedAws({ 'tm-sync-token': '{"TM_TOKEN":"x"}', [arn]: '{"TM_TOKEN":"x"}' });
      await (await access(aws, password, options)).login(false);
      return aws.asked.flatMap((one) => (Array.isArray(one) ? [one[2]] : []));
    };
    expect(await scopeOf(source, {})).toEqual([{ region: 'eu-west-1' }]);
    expect(await scopeOf(source, { target })).toEqual([{ region: 'us-east-1', profile: 'seller', role }]);
    expect(await scopeOf({ ...source, secret: arn }, { target })).toMatchObject([{ region: 'ap-south-1' }]);
    expect(await scopeOf({ ...source, profile: 'vault', region: 'eu-north-1' }, { target })).toEqual([
      { region: 'eu-north-1', profile: 'vault' },
    ]);
    const aws = scriptedAws();
    const { login } = await access(aws, source, { defaultRegion: undefined });
    await expect(login(false)).rejects.toMatchObject({ code: 'credentials-unreadable' });
    const { credentials } = await access(aws, { ...source, profile: 'vault' });
    expect(credentials).toBe('secret tm-sync-token (TM_TOKEN), profile vault');
  });

  it.each([
    ['no JSON', 'hunter2-hunter2', source, /no JSON object, so it has no field TM_TOKEN/],
    ['a list', '["hunter2-hunter2"]', source, /no JSON object/],
    ['without the field', '{"OTHER":"hunter2-hunter2"}', source, /has no field TM_TOKEN/],
    [
      'with a field of an object’s own',
      '{"OTHER":"hunter2-hunter2"}',
      { ...source, field: 'toString' },
      /has no field/,
    ],
    ['with a number', '{"TM_TOKEN":22222222}', source, /The field TM_TOKEN .* is not a text/],
    ['with an empty field', '{"TM_TOKEN":""}', source, /The field TM_TOKEN .* is empty/],
    ['empty', '', { secret: 'tm-sync-token' }, /is empty/],
    [
      'JSON, and nobody says which field',
      '{"TM_TOKEN":"hunter2-hunter2"}',
      { secret: 'tm-sync-token' },
      /do not say which/,
    ],
  ])('is refused with a secret that is %s, and nothing of it is told', async (_, text, password, message) => {
    const aws = scriptedAws({ 'tm-sync-token': text });
    const error = await (await access(aws, password)).login(false).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'secret-malformed', message: expect.stringMatching(message) });
    expect(error).toMatchObject({ message: expect.stringContaining('tm-sync-token') });
    const { message: said, hint, cause } = error as ReleaseError;
    expect(JSON.stringify([said, hint, cause, (error as Error).stack])).not.toMatch(/hunter2|22222222|OTHER/);
  });

  it.each([
    ['a text', 'hunter2', 'hunter2'],
    ['a text with the line end that an editor leaves', 'hunter2\n', 'hunter2'],
    ['a text that only begins like JSON', '{hunter2', '{hunter2'],
    ['JSON without keys', '"hunter2"', '"hunter2"'],
  ])('may be %s as a whole', async (_, text, password) => {
    const { login } = await access(scriptedAws({ 'tm-sync-token': text }), { secret: 'tm-sync-token' });
    expect(await login(false)).toMatchObject({ password });
  });

  describe('in a sandbox’s world', () => {
    const hosts = parseHostsMap(
      new TextEncoder().encode(
        JSON.stringify({
          schemaVersion: 1,
          sandbox: true,
          hosts: { [vendor]: { origin: 'http://127.0.0.1:1', username: 'sandbox', password: 'of the map' } },
          aws: { endpoint: 'http://127.0.0.1:2', region: 'us-east-1', accessKeyId: 'AKIA', secretAccessKey: 'x' },
        }),
      ),
      'hosts.json',
    );

    it('is that of the sandbox, for the name that the map gives', async () => {
      const aws = scriptedAws({ 'tm-sync-token': '{"TM_TOKEN":"of the sandbox"}' });
      const { credentials, login } = await access(aws, source, { hosts });
      expect(credentials).toBe('secret tm-sync-token (TM_TOKEN)');
      expect(await login(false)).toEqual({ kind: 'password', username: 'sandbox', password: 'of the sandbox' });
    });

    it('is the map’s where the sandbox keeps no such secret', async () => {
      const { login } = await access(scriptedAws(), source, { hosts });
      expect(await login(false)).toMatchObject({ username: 'sandbox', password: 'of the map' });
    });

    it('goes to no host that the map does not have', async () => {
      const aws = scriptedAws({ 'tm-sync-token': '{"TM_TOKEN":"of the sandbox"}' });
      const registries = [{ ...registriesWith(source)[0], host: 'registry.vendor.example' }] as Options['registries'];
      const other = await make({ aws, registries, hosts }).access('registry.vendor.example');
      expect(await other.login(false)).toBeUndefined();
      expect(other.loginHint).toContain('only the logins of the hosts map count');
      expect(aws.asked).toEqual([]);
    });
  });
});
