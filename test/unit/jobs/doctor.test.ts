import { describe, expect, it } from 'vitest';
import {
  type AwsGateway,
  type DoctorInput,
  diagnose,
  type Gateways,
  gather,
  gatherTarget,
  type MachineFacts,
  type OpenTarget,
} from '#jobs';
import { ReleaseError } from '#problem';
import { ManifestCache } from '#registry';
import { doctorDocument, doctorText, formatLine } from '#text';
import { memoryFiles } from '../../support/memory-files.ts';
import { testClock } from '../../support/test-clock.ts';

const ecr = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';
const facts: MachineFacts = {
  program: 'marketplace-release',
  findProgram: async () => undefined,
  versionOf: async () => '',
  credentialHelpers: async () => [],
  proxyFor: () => undefined,
};
const identity = { account: '111122223333', arn: 'arn:aws:iam::111122223333:user/x' };
const granted: Partial<AwsGateway> = {
  callerIdentity: async () => identity,
  ecrLogin: async () => ({ username: 'AWS', password: 'word', expiresAt: 0 }),
  ecrRepositories: async () => ({ items: [] }),
};

interface World {
  readonly aws?: Partial<AwsGateway>;
  readonly isSandbox?: boolean;
  /** How each registry is reached, instead of not at all. */
  readonly access?: Gateways['registries']['access'];
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Looks at a release whose registries are all away; every call of AWS that was not given fails the test. */
async function look(settings: string, { aws, isSandbox = false, access, environment = {}, signal }: World = {}) {
  const files = memoryFiles({
    'marketplace.yaml': `version: 1\nfiles: { unpaired: sources }\n${settings}`,
    '1_images.txt': `app:1 s.example/a:1@sha256:${'a'.repeat(64)}\n`,
    'readers.txt': '123456789012\n',
  });
  const unasked = new Proxy({ endpoint: undefined, ...granted, ...aws } as AwsGateway, {
    get: (held, key) => (key in held ? Reflect.get(held, key) : expect.unreachable(`AWS is asked for ${String(key)}`)),
  });
  const away = async () => {
    signal?.throwIfAborted();
    throw new ReleaseError('unreachable', 'The registry is away');
  };
  const gateways: Gateways = {
    http: { send: () => expect.unreachable('no registry is asked') } as unknown as Gateways['http'],
    clock: testClock(),
    manifests: new ManifestCache(),
    registries: { isSandbox, access: access ?? away },
    servers: { access: away },
    aws: unasked,
    files,
    programs: { find: away, run: away },
    ownPrograms: { read: away },
  };
  const closed: string[] = [];
  const input: DoctorInput = {
    choice: { named: [] },
    files,
    facts,
    open: async (target, opened): Promise<OpenTarget> => {
      const choice = { named: [], target, opened, environment };
      const known = await gatherTarget(choice, gateways);
      return {
        target: known.target,
        gateways,
        ...(known.upload ? { upload: known.upload } : {}),
        images: async () => (await gather(choice, gateways)).images,
        close: () => void closed.push(target),
      };
    },
  };
  const found = diagnose(input, { emit: () => undefined, ...(signal ? { signal } : {}) });
  return { found, closed };
}

async function rights(settings: string, world?: World): Promise<string[]> {
  const { checks } = await (await look(settings, world)).found;
  return checks.flatMap(({ name, state, message }) =>
    name.startsWith('right ') && state === 'skipped' ? [`${name.slice('right '.length)}: ${message}`] : [],
  );
}

const untried = 'not tried, because only a write would show it; a run needs it for';
const push = 'ecr:InitiateLayerUpload, ecr:UploadLayerPart, ecr:CompleteLayerUpload, ecr:PutImage';
const target = (repositories: string) => `target: { registry: ${ecr}, repositories: { ${repositories} } }\n`;

describe('rights that only a write would show', () => {
  it('are told for each setting that makes a run need them', async () => {
    const all =
      'create: true, update: true, readers: readers.txt, untaggedDays: 2, tags: { team: release }, kmsKey: alias/ecr, immutableTags: true, scanOnPush: true';
    expect(await rights(`${target(all)}report: { upload: "s3://logs/run/sync-error.log" }\n`)).toEqual([
      `${push}: ${untried} every push`,
      `ecr:CreateRepository: ${untried} repositories.create`,
      `ecr:SetRepositoryPolicy: ${untried} repositories.readers`,
      `ecr:PutLifecyclePolicy: ${untried} repositories.untaggedDays`,
      `ecr:TagResource: ${untried} repositories.tags`,
      `kms:DescribeKey and kms:CreateGrant: ${untried} repositories.kmsKey`,
      `ecr:PutImageTagMutability: ${untried} repositories.immutableTags`,
      `ecr:PutImageScanningConfiguration: ${untried} repositories.scanOnPush`,
      `s3:PutObject: ${untried} report.upload, to s3://logs/run/sync-error.log`,
    ]);
  });

  it.each([
    ['create: true', ['ecr:CreateRepository']],
    ['create: true, scanOnPush: true, immutableTags: true', ['ecr:CreateRepository']],
    ['update: true, kmsKey: alias/ecr, tags: { a: b }', ['ecr:TagResource']],
    ['create: false, readers: readers.txt', []],
    ['kmsKey: alias/ecr', []],
  ])('are only those that a run needs: %s', async (repositories, expected) => {
    const names = (await rights(target(repositories))).map((text) => text.split(': ')[0]);
    expect(names).toEqual([push, ...expected]);
  });

  it('are none at a registry that is not of AWS', async () => {
    expect(await rights('target: { registry: bank.example }\n')).toEqual([]);
  });

  it('are told of each target, in a terminal and in a document, and are no trouble', async () => {
    const settings = `targets:\n  staging: { registry: ${ecr}, prefix: s, repositories: { create: true } }\n  bank: { registry: bank.example }\n`;
    const found = await (await look(settings)).found;
    const name = 'right ecr:CreateRepository of staging';
    expect(found.checks.find((check) => check.name === name)?.state).toBe('skipped');
    for (const lines of [doctorText(found, 200), doctorDocument(found, 'At AWS', 200)]) {
      const text = lines.map((line) => formatLine(line, false)).join('\n');
      expect(text).toContain(`  skipped  ${name}\n           ${untried} repositories.create`);
    }
  });
});

describe('the place that the error log is uploaded to', () => {
  const settings = 'target: { registry: bank.example }\nreport: { upload: "s3://logs/{region}/sync-error.log" }\n';

  it('of a target that is no place of AWS: as whom it would be written', async () => {
    const scopes: unknown[] = [];
    const aws = {
      callerIdentity: async (scope: unknown) => {
        scopes.push(scope);
        return identity;
      },
    };
    const { checks } = await (await look(settings, { aws })).found;
    expect(checks).toContainEqual({
      name: 'report.upload',
      state: 'ok',
      message: 'account 111122223333, arn:aws:iam::111122223333:user/x',
    });
    expect(scopes).toEqual([{ region: 'us-east-1' }]);
  });

  it('is trouble without a login, and in a sandbox that has no AWS', async () => {
    const missing = async () => {
      throw new ReleaseError('aws-login-missing', 'There are no credentials', { hint: 'Log in.' });
    };
    const of = async (world: World) => {
      const { ok, checks } = await (await look(settings, world)).found;
      return { ok, check: checks.find(({ name }) => name === 'report.upload') };
    };
    expect(await of({ aws: { callerIdentity: missing } })).toMatchObject({
      ok: false,
      check: { state: 'error', code: 'aws-login-missing', hint: 'Log in.' },
    });
    expect(await of({ isSandbox: true })).toMatchObject({ ok: false, check: { code: 'sandbox-guard' } });
  });
});

describe('a sandbox that does not have the target', () => {
  it.each([
    ['a sandbox', { isSandbox: true }],
    ['an AWS endpoint on this machine', { aws: { endpoint: 'http://127.0.0.1:1' } }],
  ])('is trouble, and the real one is not asked: %s', async (_, world) => {
    const access = async (registry: string) => {
      if (registry !== ecr) throw new ReleaseError('unreachable', 'The registry is away');
      const login = () => expect.unreachable('no login is read');
      return { registry, origin: `https://${registry}`, credentials: 'ECR', alwaysBasic: true, login };
    };
    const { ok, checks } = await (await look(target('create: false'), { ...world, access })).found;
    expect(ok).toBe(false);
    expect(checks.filter(({ name }) => name === 'sandbox')).toMatchObject([
      { state: 'error', code: 'sandbox-guard', message: expect.stringContaining(`${ecr} is at https://${ecr}`) },
    ]);
    expect(checks.map(({ name }) => name)).not.toContain(`registry ${ecr}`);
  });
});

describe('a sandbox that has one of two targets', () => {
  it('asks at the real one for neither, though the settings name its registry too', async () => {
    const asked: string[] = [];
    const access = async (registry: string) => {
      const login = async () => {
        asked.push(registry);
        return undefined;
      };
      const origin = registry === ecr ? `https://${registry}` : 'http://127.0.0.1:1';
      return { registry, origin, credentials: 'docker' as const, alwaysBasic: true, login };
    };
    const settings = `targets:
  real: { registry: ${ecr} }
  played: { registry: played.example }
registries:
  ${ecr}: {}
`;
    const { ok, checks } = await (await look(settings, { isSandbox: true, access })).found;
    expect(ok).toBe(false);
    const names = checks.map(({ name }) => name);
    expect(names).toContain('registry played.example');
    expect(names).not.toContain(`registry ${ecr}`);
    expect(asked).not.toContain(ecr);
  });
});

describe('what a machine lacks', () => {
  const settings = target('create: true, kmsKey: { env: RELEASE_KEY }');

  it('is told with what to do about it', async () => {
    const { checks } = await (await look(settings)).found;
    expect(checks.find(({ name }) => name === 'files')).toMatchObject({
      state: 'error',
      code: 'input-invalid',
      message: expect.stringContaining('The variable RELEASE_KEY'),
      hint: expect.stringMatching(/^Set RELEASE_KEY in the environment/),
    });
  });

  it('is not told where it is there', async () => {
    const { checks } = await (await look(settings, { environment: { RELEASE_KEY: 'alias/ecr' } })).found;
    expect(checks.find(({ name }) => name === 'files')?.state).toBe('ok');
  });
});

describe('a cancel', () => {
  it('ends the look with its reason, and closes what was opened', async () => {
    const controller = new AbortController();
    const reason = new ReleaseError('cancelled', 'Cancelled by Ctrl-C');
    let asked = 0;
    const callerIdentity: AwsGateway['callerIdentity'] = (_, signal) =>
      new Promise((_resolve, reject) => {
        asked++;
        signal?.addEventListener('abort', () => reject(signal.reason));
        // As somebody does while AWS takes its time.
        controller.abort(reason);
      });
    const { found, closed } = await look(`target: { registry: ${ecr} }\n`, {
      aws: { callerIdentity },
      signal: controller.signal,
    });
    await expect(found).rejects.toBe(reason);
    expect(asked).toBe(1);
    expect(closed).toEqual(['default']);
  });
});
