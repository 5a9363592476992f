import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { MirrorPlan, Report } from '#jobs';
import { payloadFor } from '../support/attestations.ts';
import { builtPrograms } from '../support/built-programs.ts';
import { type MemoryRegistry, memoryRegistry } from '../support/memory-registry.ts';
import { seed } from '../support/mirror-world.ts';
import { buildImage, noise } from '../support/sample-images.ts';
import { scriptedServer } from '../support/scripted-server.ts';
import { documentOf, Workspace } from './support/command-line.ts';
import { GnuPg } from './support/gnupg.ts';

/** The shipped program against a server of attestations that the real gpg has signed. */
const day = '20250601';
const token = 'the-token-of-the-vendor';
const path = '/v1beta1/projects/p/notes/n/occurrences';
const whole = buildImage({
  platforms: ['linux/amd64', 'linux/arm64'],
  layers: [noise('core', 3_000)],
  seed: 'core',
  attestations: true,
});
const forged = buildImage({ layers: [noise('forged', 3_000)], seed: 'forged' });
const unknown = buildImage({ layers: [noise('unknown', 3_000)], seed: 'unknown' });
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
beforeAll(() => builtPrograms());

const settings = `version: 1
target: { registry: target.example, kind: oci, prefix: p, attestationManifests: strip }
rules:
  non-root: { level: "off", reason: these images are noise }
attestations:
  - images: "byo/**"
    exempt: "not the vendor's"
  - images: "**"
    url: https://attestations.example${path}
    key: attestor.asc
    token: { env: VENDOR_TOKEN }
`;

async function release() {
  const gpg = new GnuPg();
  cleanups.push(() => gpg.close());
  const key = gpg.key('20250101', 'attestor', 'ed25519', 'sign');
  const stranger = gpg.key('20250101', 'stranger', 'rsa3072', 'sign');
  const registries: MemoryRegistry[] = [await memoryRegistry(), await memoryRegistry()];
  const [vendor, target] = registries;
  if (!vendor || !target) throw new Error('two registries');
  const sign = (who: string, name: string, digest: string) =>
    gpg.run(
      day,
      ['--local-user', `${who}!`, '--armor', '--sign'],
      payloadFor({ reference: `vendor.example/${name}`, digest }),
    );
  const occurrences = [
    ['core', whole.root, key],
    ['forged', forged.root, stranger],
  ].map(([name = '', digest = '', who = '']) => ({
    name: `projects/p/occurrences/${name}`,
    kind: 'ATTESTATION',
    resource: { uri: `https://vendor.example/${name}@${digest}` },
    attestation: { attestation: { pgpSignedAttestation: { signature: sign(who, name, digest).toString() } } },
  }));
  const mood = { isOpen: true };
  // It knows no filter: what is of other images is left out by who asks.
  const server = await scriptedServer(({ url, headers }, response) => {
    const isAllowed = mood.isOpen && headers.authorization === `Bearer ${token}` && url.startsWith(path);
    if (!isAllowed) return void response.writeHead(401).end();
    response.end(JSON.stringify({ occurrences }));
  });
  const images = { core: whole, forged, unknown, own: unknown };
  for (const [name, image] of Object.entries(images)) seed(vendor, name, '1', image);
  const entries = Object.entries(images).map(([name, { root }]) => [
    name,
    { source: `vendor.example/${name}:1@${root}`, dest: `${name === 'own' ? 'byo/own' : `vault/${name}`}:1` },
  ]);
  const origins = { 'vendor.example': vendor, 'target.example': target, 'attestations.example': server };
  const hosts = Object.fromEntries(Object.entries(origins).map(([name, { origin }]) => [name, { origin }]));
  const workspace = new Workspace({
    'marketplace.yaml': settings,
    'attestor.asc': gpg.publicKey(key),
    'hosts.json': JSON.stringify({ schemaVersion: 1, hosts }),
    '1_release.json': JSON.stringify({ metadata: { images: Object.fromEntries(entries) } }),
  });
  cleanups.push(() => workspace.remove(), ...[vendor, target, server].map(({ close }) => close));
  const run = (...args: string[]) =>
    workspace.run([...args, '--json', '--hosts', 'hosts.json'], { VENDOR_TOKEN: token });
  return { run, key, server, target, mood };
}

const told = ({ items }: MirrorPlan | Report) =>
  Object.fromEntries(
    items.map(({ target, outcome, code, attestation }) => [
      target.replace('target.example/p/', ''),
      [outcome, code, attestation?.state],
    ]),
  );

describe('a release whose images the real gpg has attested', () => {
  it('releases what the configured key has signed, and nothing else', async () => {
    const { run, key, server, target } = await release();
    const ended = await run('mirror', '--yes');
    const report = documentOf<Report>(ended);
    expect(told(report)).toEqual({
      'byo/own:1': ['copied', undefined, 'exempt'],
      'vault/core:1': ['copied', undefined, 'verified'],
      'vault/forged:1': ['failed', 'attestation-signer-unknown', 'unproven'],
      'vault/unknown:1': ['failed', 'attestation-missing', 'unproven'],
    });
    const core = report.items.find(({ attestation }) => attestation?.state === 'verified');
    expect(core).toMatchObject({
      sourceDigest: whole.root,
      attestation: { image: `vendor.example/core@${whole.root}`, fingerprint: key, signedBy: key },
    });
    // Stripped: another digest, whose link to what is attested the report keeps.
    expect(core?.targetDigest).not.toBe(whole.root);
    expect(ended.status).toBe(1);
    const released = [...target.repositories].flatMap(([name, { tags }]) => (tags.size > 0 ? [name] : []));
    expect(released.sort()).toEqual(['p/byo/own', 'p/vault/core']);
    expect(server.requests.length).toBe(3);
    expect(ended.stdout + ended.stderr).not.toContain(token);
  });

  it('releases nothing of it, and says why, when the token is refused', async () => {
    const { run, mood } = await release();
    mood.isOpen = false;
    const plan = documentOf<MirrorPlan>(await run('plan'));
    expect(told(plan)['vault/core:1']).toEqual(['failed', 'login-refused', undefined]);
    expect(plan.items.find(({ code }) => code === 'login-refused')?.hint).toContain('variable VENDOR_TOKEN');
  });
});
