import { readFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { diagnose, type Gateways, gatherTarget, type MachineFacts, type ServerAccess } from '#jobs';
import { NodeHttp } from '#platform';
import { ReleaseError } from '#problem';
import type { SignedByGpg } from '../../../support/attestations.ts';
import { attestingServer } from '../../../support/attesting-server.ts';
import { memoryFiles } from '../../../support/memory-files.ts';
import { openWorld } from '../../../support/mirror-world.ts';

const made: SignedByGpg = JSON.parse(
  readFileSync(new URL('../../../fixtures/attestations/signed-by-gpg.json', import.meta.url), 'utf8'),
);
const asked: string[] = [];
const facts: MachineFacts = {
  program: 'marketplace-release',
  findProgram: async () => undefined,
  versionOf: async () => '',
  credentialHelpers: async () => [],
  proxyFor: (url) => void asked.push(url),
};

/** What the doctor says of the attestor that two targets have in common. */
async function look(attestation = '', access: Pick<ServerAccess, 'token' | 'loginHint'> = {}) {
  const server = await attestingServer();
  const world = await openWorld();
  const files = server.files(
    memoryFiles({
      'ended.asc': made.keys.ended ?? '',
      'stolen.asc': made.keys.stolen ?? '',
      'marketplace.yaml': `version: 1
targets:
  one: { registry: one.example }
  two: { registry: two.example }
registries:
  attestations.example: { ca: bank.pem }
attestations:
  - { images: "byo/**", exempt: "not the vendor's" }
  - images: "**"
    url: https://attestations.example/v1beta1/projects/p/notes/n/occurrences
    key: ${attestation || 'attestor.asc'}
`,
    }),
  );
  const http = new NodeHttp({ userAgent: 'test', certificateAuthority: () => undefined });
  onTestFinished(() => http.close());
  const gateways: Gateways = {
    ...world.gateways,
    http,
    files,
    registries: { isSandbox: false, access: () => Promise.reject(new ReleaseError('unreachable', 'away')) },
    servers: { access: async () => ({ origin: server.origin, ...access }) },
  };
  const check = async () => {
    const input = {
      choice: { named: [] },
      files,
      facts,
      open: async (target: string, opened: Parameters<Parameters<typeof diagnose>[0]['open']>[1]) => {
        const known = await gatherTarget({ named: [], target, opened }, gateways);
        return { target: known.target, gateways, images: async () => [], close: () => undefined };
      },
    };
    const { checks } = await diagnose(input, { emit: () => undefined });
    return checks;
  };
  return { server, check };
}

const of = (checks: Awaited<ReturnType<Awaited<ReturnType<typeof look>>['check']>>) =>
  checks.filter(({ name }) => /attest/.test(name) && !name.startsWith('certificates'));

it('shows the fingerprint of the key, and that the server answers', async () => {
  const { server, check } = await look('', { token: { from: 'variable TOKEN', read: async () => 'planted' } });
  const checks = await check();
  // Both targets have it in common, and it is no registry, whatever is said of its certificate.
  expect(of(checks)).toEqual([
    {
      name: "attestor's key attestor.asc",
      state: 'ok',
      message: `${server.fingerprint}, Attestor <attestor@vendor.test>`,
    },
    {
      name: 'attestations of attestations.example',
      state: 'ok',
      message: `${server.origin} answers; the token is: variable TOKEN`,
    },
  ]);
  expect(asked).toContain(server.origin);
  expect(server.requests[0]?.headers.authorization).toBe('Bearer planted');
  expect(JSON.stringify(checks)).not.toContain('planted');
});

it('tells what is wrong with either', async () => {
  const { server, check } = await look('nowhere.pgp');
  server.intercept = (_, response) => void response.writeHead(401).end();
  expect(of(await check())).toMatchObject([
    { state: 'error', code: 'attestation-key-unusable', hint: expect.stringContaining('attestations.key') },
    { state: 'error', code: 'login-required', hint: expect.stringContaining('attestations.token') },
  ]);
  server.intercept = (_, response) => void response.end('<html>Sign in</html>');
  expect(of(await check())[1]).toMatchObject({ state: 'error', code: 'attestation-answer-malformed' });
});

it('says what is to be done about a token that no setting gives', async () => {
  const { server, check } = await look('', { loginHint: 'Only the hosts map counts.' });
  server.intercept = (_, response) => void response.writeHead(401).end();
  expect(of(await check())[1]).toMatchObject({ code: 'login-required', hint: 'Only the hosts map counts.' });
});

it.each(['ended.asc', 'stolen.asc'])('warns of a key that signs nothing any more: %s', async (file) => {
  const { check } = await look(file);
  expect(of(await check())[0]).toMatchObject({
    name: `attestor's key ${file}`,
    state: 'warning',
    hint: expect.stringContaining('Ask the vendor'),
  });
});
