import { createMessage, generateKey, type PrivateKey, sign } from 'openpgp';
import { onTestFinished } from 'vitest';
import type { AttestationRule, RequiredAttestation, TokenSource } from '#formats';
import type { Files } from '#jobs';
import { formatReference, type Reference } from '#reference';
import { payloadFor } from './attestations.ts';
import { type Handler, scriptedServer } from './scripted-server.ts';

const signedOn = new Date('2025-06-01T00:00:00Z');
let held: ReturnType<typeof newKey> | undefined;

function newKey() {
  return generateKey({
    type: 'curve25519',
    userIDs: [{ name: 'Attestor', email: 'attestor@vendor.test' }],
    date: new Date('2025-01-01T00:00:00Z'),
    format: 'object',
  });
}

/** The key of all attestors of a test file: making one takes a moment. */
async function attestorKey(): Promise<{ readonly secret: PrivateKey; readonly text: string; readonly print: string }> {
  held ??= newKey();
  const { privateKey, publicKey } = await held;
  return { secret: privateKey, text: publicKey.armor(), print: publicKey.getFingerprint().toUpperCase() };
}

const name = 'attestations.example';
const path = '/v1beta1/projects/p/notes/n/occurrences';

/** A Grafeas server that knows the attestations that it is given, known to jobs as `attestations.example`; its key lies in `attestor.asc`. */
export async function attestingServer() {
  const { secret, text, print } = await attestorKey();
  const occurrences = new Map<string, object>();
  const state: { intercept: Handler | undefined } = { intercept: undefined };
  const server = await scriptedServer((request, response, socket) => {
    if (state.intercept) return state.intercept(request, response, socket);
    const filter = new URL(request.url, 'http://x').searchParams.get('filter') ?? '';
    const found = occurrences.get(/^resourceUrl="https:\/\/(.*)"$/.exec(filter)?.[1] ?? '');
    response.end(JSON.stringify(found ? { occurrences: [found] } : {}));
  });
  onTestFinished(server.close);
  return {
    ...server,
    fingerprint: print,
    /** The answer of the server while it is another one. */
    get intercept(): Handler | undefined {
      return state.intercept;
    },
    set intercept(handler: Handler | undefined) {
      state.intercept = handler;
    },
    /** All that it has, of whichever images. */
    occurrences: () => [...occurrences.values()],
    /** Attests an image, by its name without a tag. */
    attest: async ({ registry, repository }: Reference, digest: string) => {
      const reference = formatReference({ registry, repository });
      const message = await createMessage({ binary: new TextEncoder().encode(payloadFor({ reference, digest })) });
      const signature = await sign({ message, signingKeys: secret, date: signedOn });
      occurrences.set(`${reference}@${digest}`, {
        name: `projects/p/occurrences/${occurrences.size + 1}`,
        kind: 'ATTESTATION',
        resource: { uri: `https://${reference}@${digest}` },
        attestation: { attestation: { pgpSignedAttestation: { signature } } },
      });
    },
    /** The name that settings know it by. */
    name,
    files: (files: Files): Files => ({
      ...files,
      read: async (file) => (file.endsWith('attestor.asc') ? new TextEncoder().encode(text) : files.read(file)),
    }),
  };
}

const range = { line: 1, column: 1, endLine: 1, endColumn: 2 };

/** A rule as settings have it, that asks for an attestation by the server's key. */
export function attestedBy(
  images: string,
  more: Partial<RequiredAttestation> & { readonly token?: TokenSource } = {},
): AttestationRule {
  const ask = { url: `https://${name}${path}`, key: 'attestor.asc', require: true, ...more };
  return { images, ask, range };
}

/** A rule that asks for none. */
export function exempted(images: string, reason: string): AttestationRule {
  return { images, ask: { exempt: reason }, range };
}
