import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseHostsMap } from '#platform';
import { type RunningSandbox, startSandbox } from '#sandbox';
import { sandboxOutline } from '../../../src/worker/sandbox-outline.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ empty: true });
});
afterAll(() => sandbox.close());

it('tells the editor the key that images are attested by, and no login', () => {
  const hosts = parseHostsMap(new TextEncoder().encode(JSON.stringify(sandbox.hostsMap)), 'what it printed');
  const never = new Promise<void>(() => undefined);
  const outline = sandboxOutline({ hosts, dataDir: '/d', isOurs: true, ended: never, close: () => never });
  expect(outline.attestorKey).toBe(sandbox.hostsMap.attestor?.publicKey);
  expect(JSON.stringify(outline)).not.toMatch(/password|secret/i);
});
