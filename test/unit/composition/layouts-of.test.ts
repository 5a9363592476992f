import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { composeGateways } from '#composition';
import type { AwsGateway } from '#jobs';
import { noHosts } from '#platform';

const folder = path.resolve('/release');
const out = path.join(folder, 'out');
const handover = { registry: 'handover.layout', layout: out, prefix: '', kind: 'oci' as const };
const machine = { environment: {}, directory: folder, home: folder, version: '0', program: '/nowhere/cli.cjs' };
const sandbox = { ...noHosts, sandbox: true, layouts: path.resolve('/state/layouts') };

/** Where a registry is. */
async function placeOf(registry: string, known: Partial<Parameters<typeof composeGateways>[2]>, hosts = noHosts) {
  const mirrored = ['docker.io', 'harbor.example'].map((host) => ({ host, layout: 'in', range }));
  const place = { settings: { registries: mirrored }, folder, target: handover, ...known };
  const { gateways, close } = composeGateways({} as AwsGateway, hosts, place, machine);
  const { layout, origin } = await gateways.registries.access(registry);
  close();
  return layout ?? origin;
}

const range = { line: 1, column: 1, endLine: 1, endColumn: 1 };

describe('the folders of a job', () => {
  it('are those that the settings name', async () => {
    expect(await placeOf('handover.layout', {})).toBe(out);
    expect(await placeOf('docker.io', {})).toBe(path.join(folder, 'in'));
  });

  it('never stand for the registry that is pushed to', async () => {
    const target = { registry: 'harbor.example' };
    expect(await placeOf('harbor.example', { target })).toBe('https://harbor.example');
    expect(await placeOf('docker.io', { target })).toBe(path.join(folder, 'in'));
  });

  it("are the sandbox's own in a rehearsal: one for each that is written, the same each time", async () => {
    const played = await placeOf('handover.layout', {}, sandbox);
    expect(path.dirname(played)).toBe(sandbox.layouts);
    expect(await placeOf('handover.layout', { from: handover, target: { registry: 'x' } }, sandbox)).toBe(played);
    const other = { ...handover, layout: path.join(folder, 'other', 'out') };
    expect(await placeOf('handover.layout', { target: other }, sandbox)).not.toBe(played);
    expect(await placeOf('docker.io', {}, sandbox)).toBe(path.join(folder, 'in'));
  });
});
