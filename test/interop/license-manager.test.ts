import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { otherAccount, type RunningSandbox, startSandbox } from '#sandbox';
import { licenseLimits } from '../../src/sandbox/aws/licenses/license-limits.ts';

const fingerprint = 'aws:294406891311:AWS/Marketplace:issuer-fingerprint';

let sandbox: RunningSandbox;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'license-manager-'));
  sandbox = await startSandbox();
});
afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The AWS command line's calls of License Manager, sent to the sandbox. */
function aws(
  args: readonly string[],
  { who = sandbox.hostsMap.aws, region = 'us-east-1', in: place = sandbox } = {},
): Promise<Ended> {
  const { accessKeyId, secretAccessKey } = who;
  const common = ['--endpoint-url', place.hostsMap.aws.endpoint, '--region', region, '--output', 'json'];
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_MAX_ATTEMPTS: '1',
    AWS_PAGER: '',
  };
  return new Promise((resolve, reject) => {
    const child = spawn('aws', [...common, 'license-manager', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, stdout, stderr }));
  });
}

async function answer(args: readonly string[], options?: Parameters<typeof aws>[1]) {
  const { status, stdout, stderr } = await aws(args, options);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout === '' ? undefined : JSON.parse(stdout);
}

function checkout(
  product: string,
  entitlements: string,
  token: string,
  type = 'PROVISIONAL',
  key = fingerprint,
): string[] {
  const what = ['--product-sku', product, '--entitlements', entitlements, '--client-token', token];
  return ['checkout-license', '--checkout-type', type, '--key-fingerprint', key, ...what];
}

describe('the AWS command line', () => {
  it('checks out of a floating licence, extends it and gives it back', async () => {
    const arn = (await answer(['list-received-licenses', '--filters', 'Name=ProductSKU,Values=prod-almostusedup0']))
      .Licenses[0].LicenseArn;
    const used = async () =>
      (await answer(['get-license-usage', '--license-arn', arn])).LicenseUsage.EntitlementUsages[0].ConsumedValue;
    const one = checkout('prod-almostusedup0', 'Name=seats,Value=1,Unit=Count', 'float-1');
    const taken = await answer([...one, '--node-id', 'node-7']);
    expect(taken).toMatchObject({
      CheckoutType: 'PROVISIONAL',
      EntitlementsAllowed: [{ Name: 'seats', Value: '1', Unit: 'Count' }],
      LicenseArn: arn,
      NodeId: 'node-7',
    });
    expect(taken.SignedToken.length).toBeGreaterThanOrEqual(4096);
    expect(await used()).toBe('100');
    // The same token is the same checkout; another finds nothing left.
    expect(await answer([...one, '--node-id', 'node-7'])).toEqual(taken);
    const more = await aws(checkout('prod-almostusedup0', 'Name=seats,Value=1,Unit=Count', 'float-2'));
    expect(more).toMatchObject({ status: 255, stderr: expect.stringContaining('NoEntitlementsAllowedException') });
    const token = ['--license-consumption-token', taken.LicenseConsumptionToken];
    const extended = await answer(['extend-license-consumption', ...token]);
    expect(Date.parse(extended.Expiration)).toBeGreaterThanOrEqual(Date.parse(taken.Expiration));
    await answer(['check-in-license', ...token]);
    expect(await used()).toBe('99');
    expect((await aws(['check-in-license', ...token])).stderr).toContain('ResourceNotFoundException');
  });

  it.each([
    ['prod-expired000000', 'NoEntitlementsAllowedException'],
    ['prod-suspended0000', 'NoEntitlementsAllowedException'],
    ['prod-deactivated00', 'NoEntitlementsAllowedException'],
    ['prod-notaccepted00', 'NoEntitlementsAllowedException'],
    ['prod-nothing000000', 'NoEntitlementsAllowedException'],
    ['prod-elsewhere0000', 'RedirectException'],
  ])('is refused %s by %s', async (product, error) => {
    const { stderr } = await aws(checkout(product, 'Name=AWS::Marketplace::Usage,Unit=None', product));
    expect(stderr).toContain(`(${error})`);
  });

  it('lists with filters and pages', async () => {
    const all = await answer(['list-received-licenses']);
    expect(all.Licenses.length).toBeGreaterThan(5);
    const paged = await answer(['list-received-licenses', '--max-results', '3']);
    expect(paged.Licenses).toHaveLength(3);
    const next = await answer(['list-received-licenses', '--max-results', '3', '--next-token', paged.NextToken]);
    expect(next.Licenses[0].LicenseArn).toBe(all.Licenses[3].LicenseArn);
    const expired = await answer(['list-received-licenses', '--filters', 'Name=Status,Values=EXPIRED']);
    expect(expired.Licenses.map(({ ProductSKU }: { ProductSKU: string }) => ProductSKU)).toEqual([
      'prod-expired000000',
    ]);
    expect((await aws(['list-received-licenses', '--filters', 'Name=Colour,Values=red'])).stderr).toContain(
      'InvalidParameterValueException',
    );
    expect((await aws(['list-received-licenses', '--max-results', '3', '--next-token', 'x'])).stderr).toContain(
      'InvalidParameterValueException',
    );
    expect((await answer(['list-received-licenses'], { region: 'eu-west-1' })).Licenses).toHaveLength(1);
  });

  it('reads grants of both directions, and the licences behind them', async () => {
    const given = await answer(['list-distributed-grants', '--filters', 'Name=GrantStatus,Values=ACTIVE']);
    expect(given.Grants).toHaveLength(2);
    const [{ GrantArn, LicenseArn }] = given.Grants;
    expect((await answer(['get-grant', '--grant-arn', GrantArn])).Grant).toEqual(given.Grants[0]);
    expect((await answer(['get-license', '--license-arn', LicenseArn])).License.Issuer.Name).toBe('sandbox-seller');
    const other = await answer(['list-received-grants'], { who: { ...sandbox.hostsMap.aws, ...otherAccount } });
    expect(other.Grants.map(({ GrantName }: { GrantName: string }) => GrantName)).toEqual(['test-buyer']);
    const stranger = await aws(['get-license', '--license-arn', LicenseArn.replace(/.$/, 'x')]);
    expect(stranger.stderr).toContain('AccessDeniedException');
  });

  it('has a token made for who has no account, and gets one for an hour with it unsigned', async () => {
    const [{ LicenseArn }] = (await answer(['list-received-licenses'])).Licenses;
    const made = await answer(['create-token', '--license-arn', LicenseArn, '--client-token', 'token-1']);
    expect(made).toMatchObject({ TokenType: 'REFRESH_TOKEN', TokenId: expect.any(String) });
    const got = await answer(['--no-sign-request', 'get-access-token', '--token', made.Token]);
    expect(got.AccessToken.split('.')).toHaveLength(3);
    expect((await aws(['get-access-token', '--token', 'x.y.z'])).stderr).toContain('AuthorizationException');
    expect((await aws(['--no-sign-request', 'list-received-licenses'])).stderr).toContain('MissingAuthenticationToken');
  });

  it('is told no, and to wait', async () => {
    const denied = await startSandbox({ switches: { licenses: 'checkout only' } });
    const busy = await startSandbox({ switches: { licenses: 'throttled' } });
    expect((await aws(['list-received-licenses'], { in: denied })).stderr).toContain('AuthorizationException');
    await answer(checkout('prod-c8m5nd4k2x7qa', 'Name=Enterprise,Unit=None', 'x'), { in: denied });
    expect((await aws(['list-received-grants'], { in: busy })).stderr).toContain('RateLimitExceededException');
    await Promise.all([denied.close(), busy.close()]);
  });
});

type Shape = Readonly<Record<string, unknown>> & { readonly type: string };

/** A shape of botocore's model, as the sandbox writes limits. */
function limitOf(shapes: Readonly<Record<string, Shape>>, name: string): unknown {
  const { type, max, min, pattern, enum: oneOf, required, members, member } = shapes[name] ?? { type: 'none' };
  const given = (entries: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
  switch (type) {
    case 'structure': {
      const all = Object.entries((members ?? {}) as Readonly<Record<string, { readonly shape: string }>>);
      const limits = all.map(([key, { shape }]) => [key, limitOf(shapes, shape)]);
      return { kind: 'structure', required: required ?? [], members: Object.fromEntries(limits) };
    }
    case 'list':
      return { kind: 'list', ...given({ max }), of: limitOf(shapes, (member as { readonly shape: string }).shape) };
    case 'integer':
      return { kind: 'number', ...given({ min, max }) };
    case 'boolean':
      return { kind: 'flag' };
    default:
      return { kind: 'text', ...given({ max, pattern, oneOf }) };
  }
}

it('the limits are those of the model that the AWS command line has', () => {
  const find = 'import botocore,os,sys; sys.stdout.write(os.path.dirname(botocore.__file__))';
  const known = '/usr/lib/python3/dist-packages/awscli/botocore';
  const relative = 'data/license-manager/2018-08-01/service-2.json';
  const roots = [
    known,
    execFileSync('python3', ['-c', `try:\n exec(${JSON.stringify(find)})\nexcept ImportError: pass`], {
      encoding: 'utf8',
    }),
  ];
  const text = roots.map((root) => readIfThere(path.join(root, relative))).find((one) => one !== undefined);
  expect(text, 'the model of the AWS command line').toBeDefined();
  const { operations, shapes } = JSON.parse(text ?? '');
  for (const [operation, limit] of Object.entries(licenseLimits)) {
    expect(limit, operation).toEqual(limitOf(shapes, operations[operation].input.shape));
  }
});

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
