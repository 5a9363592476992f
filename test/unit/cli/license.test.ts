import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { licenseEntitlements } from '#license';
import { type RunningSandbox, startSandbox } from '#sandbox';
import { runCli } from '../../support/cli.ts';

let directory: string;
let sandbox: RunningSandbox;
beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'license-'));
  sandbox = await startSandbox({ empty: true });
  writeFileSync(path.join(directory, 'hosts.json'), JSON.stringify(sandbox.hostsMap));
});
afterAll(async () => {
  await sandbox.close();
  rmSync(directory, { recursive: true, force: true });
});

const run = (...argv: string[]) => runCli([...argv, '--hosts', 'hosts.json'], { directory });

describe('license check', () => {
  it('needs no settings, gives back what it took, and tells no token', async () => {
    const seats = ['license', 'check', 'prod-almostusedup0', '--entitlements', 'seats=1'];
    for (const _ of [1, 2]) {
      const { exitCode, stdout } = await run(...seats);
      expect(stdout).toContain('is valid: seats: 1');
      expect(stdout).toContain('has been given back');
      expect(exitCode).toBe(0);
    }
    await run(...seats, '--keep');
    const { exitCode, stdout } = await run(...seats, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, verdict: 'invalid', code: 'license-invalid' });
    expect(exitCode).toBe(1);
  });

  it('takes product and entitlements from the settings of a chart', async () => {
    writeFileSync(
      path.join(directory, 'settings.yaml'),
      `version: 1
target: { registry: "127.0.0.1:1", prefix: x }
charts:
  c:
    source: { path: chart }
    inject: [{ license-check: { product: prod-expired000000, entitlements: [AWS::Marketplace::Usage], image: "license-check:1.0.0" } }]
`,
    );
    const { stdout, exitCode } = await run('license', 'check', '--config', 'settings.yaml');
    expect(stdout).toContain('The licence for prod-expired000000 has expired');
    expect(exitCode).toBe(1);
  });

  it('uses nothing up without being told to', async () => {
    const draw = ['license', 'check', 'prod-c8m5nd4k2x7qa', '--consumption', 'perpetual'];
    const entitlements = ['--entitlements', 'AWS::Marketplace::Drawdown/instances=600'];
    const { exitCode, stderr } = await run(...draw, ...entitlements);
    expect(stderr).toContain('would use up 600 of AWS::Marketplace::Drawdown/instances for good');
    expect(exitCode).toBe(2);
    expect((await run(...draw, ...entitlements, '--yes')).exitCode).toBe(0);
    expect((await run(...draw, ...entitlements, '--yes')).stdout).toContain('is used up');
  });

  it.each([
    [['license'], /license takes check, and a product/],
    [['license', 'check'], /wants a product/],
    [['license', 'check', 'a', 'b'], /license takes check, and a product/],
    [['license', 'check', 'p', '--consumption', 'x'], /takes provisional or perpetual/],
    [['license', 'check', 'p', '--entitlements', 'a,,b'], /An entitlement has no name/],
    [['license', 'check', 'p', '--entitlements', 'a=b'], /"a=b" is no entitlement/],
  ])('refuses %j with status 2', async (argv, message) => {
    const { exitCode, stderr } = await run(...argv);
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(2);
  });
});

describe('list', () => {
  it('licenses and grants, as text and as a document', async () => {
    const { stdout } = await run('list', 'licenses');
    expect(stdout).toMatch(/clusters +37 of 100/);
    const licenses = await run('list', 'licenses', '--json');
    expect(JSON.parse(licenses.stdout)).toMatchObject({ list: 'licenses', region: 'us-east-1', ok: true });
    expect((await run('list', 'grants')).stdout).toContain('test-not-accepted');
    expect(JSON.parse((await run('list', 'grants', '--json')).stdout).distributed).toHaveLength(3);
    const elsewhere = await run('list', 'licenses', '--json', '--region', 'eu-west-1');
    expect(JSON.parse(elsewhere.stdout).licenses).toHaveLength(1);
  });
});

it('entitlements are names, counts or amounts of a unit', () => {
  expect(licenseEntitlements('AWS::Marketplace::Usage, users=2,data=5 Gigabytes,rate=1 Bits/Second')).toEqual([
    { name: 'AWS::Marketplace::Usage', unit: 'None' },
    { name: 'users', unit: 'Count', value: '2' },
    { name: 'data', unit: 'Gigabytes', value: '5' },
    { name: 'rate', unit: 'Bits/Second', value: '1' },
  ]);
});
