import { afterEach, expect, it } from 'vitest';
import { type LicenseWish, licenseReport } from '#jobs';
import { marketplaceFingerprint } from '#license';
import { type SandboxSwitches, startSandbox } from '#sandbox';
import { licenseText } from '#text';
import { sandboxGateways } from '../../../support/sandbox-gateways.ts';

const cleanups: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function ask(
  product: string,
  licenses: SandboxSwitches['licenses'] = 'allowed',
  more: Partial<LicenseWish> = {},
) {
  const sandbox = await startSandbox({ empty: true, switches: { licenses } });
  const { gateways, close } = sandboxGateways(sandbox.hostsMap);
  cleanups.push(() => sandbox.close(), close);
  const wish: LicenseWish = {
    product,
    entitlements: [{ name: 'AWS::Marketplace::Usage', unit: 'None' }],
    consumption: 'provisional',
    clientToken: 'token',
    fingerprint: marketplaceFingerprint,
    ...more,
  };
  return licenseReport({ wish, scope: { region: 'us-east-1' }, checkIn: true, patienceMs: 0 }, gateways, {});
}

it.each<[product: string, licenses: SandboxSwitches['licenses'], verdict: string, code: string | undefined]>([
  ['prod-c8m5nd4k2x7qa', 'allowed', 'valid', undefined],
  ['prod-elsewhere0000', 'allowed', 'valid', undefined],
  ['prod-expired000000', 'allowed', 'expired', 'license-expired'],
  ['prod-suspended0000', 'allowed', 'invalid', 'license-invalid'],
  ['prod-nothing', 'allowed', 'missing', 'license-missing'],
  ['prod-c8m5nd4k2x7qa', 'denied', 'denied', 'access-denied'],
])('%s, %s: %s', async (product, licenses, verdict, code) => {
  const report = await ask(product, licenses);
  expect(report).toMatchObject({ job: 'license', product, verdict, ok: verdict === 'valid' });
  expect(report.code).toBe(code);
  expect(structuredClone(report)).toEqual(report);
  expect(JSON.stringify(report)).not.toMatch(/"[0-9a-f]{32}"|eyJ/);
  const [first = []] = licenseText(report, 80);
  expect(first.map(({ text }) => text).join('')).toBe(report.message);
});

it('a question that AWS does not take is told so', async () => {
  const report = await ask('prod-c8m5nd4k2x7qa', 'allowed', { entitlements: [{ name: 'x', unit: 'Furlongs' }] });
  expect(report).toMatchObject({
    verdict: 'refused',
    code: 'license-question-refused',
    theirCode: 'ValidationException',
  });
});
