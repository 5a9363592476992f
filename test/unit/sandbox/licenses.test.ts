import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  CheckInLicenseCommand,
  CheckoutLicenseCommand,
  type CheckoutLicenseCommandInput,
  CreateTokenCommand,
  ExtendLicenseConsumptionCommand,
  GetAccessTokenCommand,
  GetLicenseUsageCommand,
  LicenseManagerClient,
  ListReceivedLicensesCommand,
} from '@aws-sdk/client-license-manager';
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { otherAccount, type RunningSandbox, sellerAccount, startSandbox } from '#sandbox';
import { clientOptions } from './sandbox-login.ts';

const minute = 60_000;
const arnOf = async (client: LicenseManagerClient, product: string) => {
  const Filters = [{ Name: 'ProductSKU', Values: [product] }];
  const { Licenses } = await client.send(new ListReceivedLicensesCommand({ Filters }));
  return Licenses?.[0]?.LicenseArn ?? '';
};

let time = Date.now();
let sandbox: RunningSandbox;
let client: LicenseManagerClient;
let serial = 0;
beforeAll(async () => {
  sandbox = await startSandbox({ now: () => time, empty: true });
  client = new LicenseManagerClient(clientOptions(sandbox));
});
afterAll(() => sandbox.close());

function checkout(product: string, more: Partial<CheckoutLicenseCommandInput> = {}): CheckoutLicenseCommand {
  serial += 1;
  return new CheckoutLicenseCommand({
    ProductSKU: product,
    CheckoutType: 'PROVISIONAL',
    KeyFingerprint: 'aws:294406891311:AWS/Marketplace:issuer-fingerprint',
    Entitlements: [{ Name: 'AWS::Marketplace::Usage', Unit: 'None' }],
    ClientToken: `token-${serial}`,
    ...more,
  });
}

function seats(Value?: string): Partial<CheckoutLicenseCommandInput> {
  return { Entitlements: [{ Name: 'seats', Unit: 'Count', ...(Value === undefined ? {} : { Value }) }] };
}

const seat = seats('1');

it('what is lent is free again after an hour, unless it is extended', async () => {
  const taken = await client.send(checkout('prod-almostusedup0', { ...seat }));
  expect(Date.parse(taken.Expiration ?? '') - Date.parse(taken.IssuedAt ?? '')).toBe(60 * minute);
  await expect(client.send(checkout('prod-almostusedup0', { ...seat }))).rejects.toThrow(/no entitlements/);
  time += 59 * minute;
  const token = { LicenseConsumptionToken: taken.LicenseConsumptionToken };
  const dry = await client.send(new ExtendLicenseConsumptionCommand({ ...token, DryRun: true }));
  await client.send(new ExtendLicenseConsumptionCommand(token));
  time += 59 * minute;
  expect(dry.Expiration).toMatch(/Z$/);
  await expect(client.send(checkout('prod-almostusedup0', { ...seat }))).rejects.toThrow(/no entitlements/);
  time += minute;
  const next = await client.send(checkout('prod-almostusedup0', { ...seat }));
  await expect(client.send(new CheckInLicenseCommand(token))).rejects.toThrow(/cannot be found/);
  await client.send(new CheckInLicenseCommand({ LicenseConsumptionToken: next.LicenseConsumptionToken }));
});

it('what is used up stays so, and cannot be given back', async () => {
  const drawn = (Value: string) =>
    checkout('prod-c8m5nd4k2x7qa', {
      CheckoutType: 'PERPETUAL',
      Entitlements: [{ Name: 'AWS::Marketplace::Drawdown/instances', Unit: 'Count', Value }],
    });
  const { Expiration, LicenseConsumptionToken } = await client.send(drawn('600'));
  expect(Expiration).toBeUndefined();
  await expect(client.send(new CheckInLicenseCommand({ LicenseConsumptionToken }))).rejects.toThrow(/perpetual/i);
  time += 600 * minute;
  await expect(client.send(drawn('1'))).rejects.toThrow(/no entitlements/);
  const LicenseArn = await arnOf(client, 'prod-c8m5nd4k2x7qa');
  const { LicenseUsage } = await client.send(new GetLicenseUsageCommand({ LicenseArn }));
  expect(LicenseUsage?.EntitlementUsages).toContainEqual({
    Name: 'AWS::Marketplace::Drawdown/instances',
    Unit: 'Count',
    ConsumedValue: '1000',
    MaxCount: '1000',
  });
});

it.each([[undefined], ['0'], ['-1'], ['1.5'], ['many']])('a count of %s is refused', async (value) => {
  const asked = client.send(checkout('prod-almostusedup0', { ...seats(value) }));
  await expect(asked).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
});

it('a client token stands for one question', async () => {
  const once = { ...seat, ClientToken: 'same' };
  const first = await client.send(checkout('prod-almostusedup0', once));
  expect(await client.send(checkout('prod-almostusedup0', once))).toMatchObject({
    LicenseConsumptionToken: first.LicenseConsumptionToken,
  });
  const other = client.send(checkout('prod-almostusedup0', { ...once, NodeId: 'another' }));
  await expect(other).rejects.toMatchObject({ name: 'ValidationException' });
  await client.send(new CheckInLicenseCommand({ LicenseConsumptionToken: first.LicenseConsumptionToken }));
});

it('of tiers those are allowed that the licence has', async () => {
  const Entitlements = ['Basic', 'Enterprise', 'Free'].map((Name) => ({ Name, Unit: 'None' as const }));
  const { EntitlementsAllowed } = await client.send(checkout('prod-c8m5nd4k2x7qa', { Entitlements }));
  expect(EntitlementsAllowed).toEqual([{ Name: 'Enterprise', Unit: 'None', Value: 'Enabled' }]);
});

it('a licence is for those that it is granted to; its maker has to say for whom', async () => {
  const own = { KeyFingerprint: 'aws:111122223333:sandbox-seller:issuer-fingerprint' };
  const buyer = new LicenseManagerClient(clientOptions(sandbox, otherAccount));
  await buyer.send(checkout('prod-sellerstest00', own));
  await expect(buyer.send(checkout('prod-c8m5nd4k2x7qa'))).rejects.toThrow(/no entitlements/);
  await expect(client.send(checkout('prod-sellerstest00', own))).rejects.toThrow(/no entitlements/);
  await client.send(checkout('prod-sellerstest00', { ...own, Beneficiary: sellerAccount.account }));
});

it('another region sends to where the licence is kept', async () => {
  const asked = client.send(checkout('prod-elsewhere0000'));
  await expect(asked).rejects.toMatchObject({ name: 'RedirectException', Location: 'eu-west-1' });
  await new LicenseManagerClient(clientOptions(sandbox, sellerAccount, 'eu-west-1')).send(
    checkout('prod-elsewhere0000'),
  );
});

it('a token of a licence is given for an hour of a role, unsigned', async () => {
  const LicenseArn = await arnOf(client, 'prod-c8m5nd4k2x7qa');
  const role = 'arn:aws:iam::111122223333:role/AWSLicenseManagerConsumptionRole';
  const asked = { LicenseArn, RoleArns: [role], ClientToken: 'x', ExpirationInDays: 1 };
  const { Token } = await client.send(new CreateTokenCommand(asked));
  const { AccessToken } = await client.send(new GetAccessTokenCommand({ Token }));
  const sts = new STSClient({ endpoint: sandbox.hostsMap.aws.endpoint, region: 'us-east-1' });
  const assume = (RoleArn: string, WebIdentityToken = AccessToken) =>
    sts.send(new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: 'check', WebIdentityToken }));
  const { Credentials } = await assume(role);
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
  await new LicenseManagerClient({ ...clientOptions(sandbox), credentials }).send(checkout('prod-c8m5nd4k2x7qa'));
  await expect(assume('arn:aws:iam::111122223333:role/another')).rejects.toMatchObject({ name: 'AccessDenied' });
  await expect(assume(role, Token)).rejects.toMatchObject({ name: 'InvalidIdentityTokenException' });
  time += 61 * minute;
  await expect(assume(role)).rejects.toMatchObject({ name: 'ExpiredTokenException' });
  time += 24 * 60 * minute;
  await expect(client.send(new GetAccessTokenCommand({ Token }))).rejects.toMatchObject({
    name: 'AuthorizationException',
  });
});

it('what is taken is kept in the data folder', async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'licenses-'));
  const first = await startSandbox({ dataDir, empty: true });
  await new LicenseManagerClient(clientOptions(first)).send(checkout('prod-almostusedup0', { ...seat }));
  await first.close();
  const second = await startSandbox({ dataDir });
  const again = new LicenseManagerClient(clientOptions(second)).send(checkout('prod-almostusedup0', { ...seat }));
  await expect(again).rejects.toMatchObject({ name: 'NoEntitlementsAllowedException' });
  await second.close();
  rmSync(dataDir, { recursive: true, force: true });
});
