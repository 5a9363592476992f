import { afterEach, describe, expect, it } from 'vitest';
import { type AwsGateway, type LicenseGrant, listGrants, listLicenses, type Page, type ReceivedLicense } from '#jobs';
import { ReleaseError } from '#problem';
import { type SandboxSwitches, startSandbox } from '#sandbox';
import { grantsText, licensesText } from '#text';
import { sandboxGateways } from '../../../support/sandbox-gateways.ts';
import { testClock } from '../../../support/test-clock.ts';

const scope = { region: 'us-east-1' };
const cleanups: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function inSandbox(licenses: SandboxSwitches['licenses'] = 'allowed') {
  const sandbox = await startSandbox({ empty: true, switches: { licenses } });
  const { gateways, close } = sandboxGateways(sandbox.hostsMap);
  cleanups.push(() => sandbox.close(), close);
  return gateways;
}

const printed = (lines: readonly (readonly { readonly text: string }[])[]) =>
  lines.map((line) => line.map(({ text }) => text).join('')).join('\n');

const license: ReceivedLicense = { arn: 'a', product: 'p', status: 'AVAILABLE', entitlements: [], operations: [] };
const grant: LicenseGrant = { arn: 'g', licenseArn: 'a', status: 'ACTIVE', operations: [] };

/** Lists that play pages. */
function playing(more: Partial<AwsGateway['licenses']>) {
  const licenses = {
    received: async () => ({ items: [license] }),
    receivedGrants: async () => ({ items: [grant] }),
    distributedGrants: async () => ({ items: [grant] }),
    usage: async () => [],
    ...more,
  };
  return { aws: { licenses } as unknown as AwsGateway, clock: testClock() };
}

const denied = () => Promise.reject(new ReleaseError('access-denied', 'AWS says no'));

describe('the licences of an account', () => {
  it('come with how they stand and what is in use, those that end first first', async () => {
    const gateways = await inSandbox();
    const found = await listLicenses(scope, gateways, {});
    expect(structuredClone(found)).toEqual(found);
    expect(found.licenses.map(({ product }) => product).slice(0, 2)).toEqual([
      'prod-expired000000',
      'prod-endingsoon000',
    ]);
    expect(Object.fromEntries(found.licenses.map(({ product, standing }) => [product, standing.kind]))).toEqual({
      'prod-c8m5nd4k2x7qa': 'valid',
      'prod-endingsoon000': 'expiring',
      'prod-expired000000': 'expired',
      'prod-suspended0000': 'stopped',
      'prod-deactivated00': 'stopped',
      'prod-notaccepted00': 'pending',
      'prod-almostusedup0': 'valid',
      'prod-sellerstest00': 'valid',
    });
    const text = printed(licensesText(found, 100));
    expect(text).toMatch(/expired \d{4}-\d\d-\d\d +prod-expired000000/);
    expect(text).toMatch(/valid, 11 days left +prod-endingsoon000/);
    expect(text).toMatch(/suspended +prod-suspended0000/);
    expect(text).toMatch(/not accepted +prod-notaccepted00/);
    expect(text).toMatch(/clusters +37 of 100/);
    expect(text).toContain('8 licences');
  });

  it('are all there, page after page, without those that were deleted', async () => {
    const asked: unknown[] = [];
    const received = async (_: unknown, query: { readonly nextToken?: string }): Promise<Page<ReceivedLicense>> => {
      asked.push(query.nextToken);
      return query.nextToken === undefined
        ? { items: [license, { ...license, arn: 'x', status: 'DELETED' }], nextToken: 'two' }
        : { items: [{ ...license, arn: 'b' }] };
    };
    const { licenses } = await listLicenses(scope, playing({ received }), {});
    expect(licenses.map(({ arn }) => arn)).toEqual(['a', 'b']);
    expect(asked).toEqual([undefined, 'two']);
  });

  it('are not asked for without end', async () => {
    let asked = 0;
    const received = async () => ({ items: [], nextToken: ['one', 'two'][asked++ % 2] ?? '' });
    await expect(listLicenses(scope, playing({ received }), {})).rejects.toThrow(/does not end/);
    expect(asked).toBe(3);
  });

  it('are shown without what is in use where AWS does not tell it', async () => {
    const found = await listLicenses(scope, playing({ usage: denied }), {});
    expect(found).toMatchObject({ usageRefusal: 'AWS says no', licenses: [{ arn: 'a' }] });
    expect(printed(licensesText(found, 80))).toContain('AWS does not say how much is in use: AWS says no');
  });

  it('say of how many it is not known what is in use', async () => {
    const received = async () => ({ items: [license, { ...license, arn: 'b' }] });
    const usage = async (_: unknown, arn: string) => (arn === 'b' ? denied() : []);
    const found = await listLicenses(scope, playing({ received, usage }), {});
    expect(found).toMatchObject({ usageRefusal: 'AWS says no', licenses: [{ uses: [] }, { arn: 'b' }] });
    expect(printed(licensesText(found, 80))).toContain('how much is in use of 1 of them: AWS says no');
  });

  it('are told by what they are, to the last day', async () => {
    const end = new Date(testClock().now() + 3_600_000).toISOString();
    const entitlements = [
      { name: 'sso', unit: 'None', value: 'Enabled' },
      { name: 'users', unit: 'Count', maxCount: 10, overage: true },
    ];
    const received = async () => ({
      items: [
        { ...license, end, entitlements },
        { ...license, arn: 'b', receivedStatus: 'WORKFLOW_COMPLETED' },
      ],
    });
    const usage = async () => [
      { name: 'sso', unit: 'None', consumed: '0' },
      { name: 'users', unit: 'Count', consumed: '4', max: '10' },
    ];
    const text = printed(licensesText(await listLicenses(scope, playing({ received, usage }), {}), 80));
    expect(text).toMatch(/valid, ends today/);
    expect(text).toMatch(/sso +Enabled/);
    expect(text).toMatch(/users +4 of 10, more is paid for/);
    expect(text).toMatch(/not activated/);
  });

  it('are refused with what AWS says', async () => {
    const gateways = await inSandbox('denied');
    await expect(listLicenses(scope, gateways, {})).rejects.toMatchObject({
      code: 'access-denied',
      theirCode: 'AuthorizationException',
    });
  });
});

describe('the grants of an account', () => {
  it('are those received and those given', async () => {
    const found = await listGrants(scope, await inSandbox(), {});
    expect(found.received).toHaveLength(8);
    expect(found.distributed.map(({ name, status }) => [name, status])).toEqual([
      ['test-buyer', 'ACTIVE'],
      ['test-not-accepted', 'PENDING_ACCEPT'],
      ['test-own-account', 'ACTIVE'],
    ]);
    const text = printed(grantsText(found, 120));
    expect(text).toMatch(/pending accept +test-not-accepted +to 777788889999 +arn:aws:license-manager/);
  });

  it('are shown as far as they may be listed', async () => {
    const found = await listGrants(scope, playing({ distributedGrants: denied }), {});
    expect(found).toMatchObject({ received: [{ arn: 'g' }], distributed: [], refusals: ['AWS says no'] });
    const neither = playing({ distributedGrants: denied, receivedGrants: denied });
    await expect(listGrants(scope, neither, {})).rejects.toMatchObject({ code: 'access-denied' });
    const away = () => Promise.reject(new ReleaseError('unreachable', 'away'));
    await expect(listGrants(scope, playing({ distributedGrants: away }), {})).rejects.toMatchObject({
      code: 'unreachable',
    });
  });
});
