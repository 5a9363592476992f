import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseHostsMap } from '#platform';
import { type RunningSandbox, sampleImages, startSandbox } from '#sandbox';
import { GnuPg } from './support/gnupg.ts';

const host = 'attestations.camunda.cloud';
const vendor = 'registry.camunda.cloud';
const today = '20250601';

interface Signature {
  readonly signature: string;
}
/** An occurrence as either version has it. */
interface Occurrence {
  readonly attestation: Generic & {
    readonly pgpSignedAttestation?: Signature;
    readonly attestation?: { readonly pgpSignedAttestation?: Signature; readonly genericSignedAttestation?: Generic };
  };
}
interface Generic {
  readonly serializedPayload?: string;
  readonly signatures?: readonly Signature[];
}

let sandbox: RunningSandbox;
let gpg: GnuPg;
const digests = new Map<string, string>();
beforeAll(async () => {
  gpg = new GnuPg();
  sandbox = await startSandbox();
  gpg.run(today, ['--import'], sandbox.hostsMap.attestor?.publicKey ?? '');
  for (const { registry, repository, tag, digest } of await sampleImages()) {
    if (registry === 'vendor') digests.set(`${repository}:${tag}`, digest);
  }
});
afterAll(async () => {
  await sandbox.close();
  gpg.close();
});

/** The last occurrence of a sample image: what is signed, by gpg's word, and which image that names. */
async function verify(repository: string, version: string) {
  const { origin, password } =
    parseHostsMap(Buffer.from(JSON.stringify(sandbox.hostsMap)), 'hosts.json').hosts[host] ?? {};
  const digest = digests.get(`${repository}:1`);
  const url = new URL(`/${version}/projects/camunda-attestations/notes/release-attestor/occurrences`, origin);
  url.searchParams.set('filter', `resourceUrl="https://${vendor}/${repository}@${digest}"`);
  url.searchParams.set('pageSize', '1000');
  const response = await fetch(url, { headers: { authorization: `Bearer ${password}` } });
  const page = (await response.json()) as { readonly occurrences?: readonly Occurrence[] };
  const { attestation } = page.occurrences?.at(-1) ?? {};
  const pgp = attestation?.pgpSignedAttestation ?? attestation?.attestation?.pgpSignedAttestation;
  const generic = attestation?.attestation?.genericSignedAttestation ?? attestation;
  const text = pgp?.signature ?? generic?.signatures?.[0]?.signature;
  if (text === undefined) return { words: [], names: [] };
  const signature = text.startsWith('-----') ? Buffer.from(text) : Buffer.from(text, 'base64');
  const payload = Buffer.from(generic?.serializedPayload ?? '', 'base64');
  const isAttached = repository !== 'attested/detached';
  const { words, content } = gpg.verify(today, signature, isAttached ? undefined : payload);
  const { critical } = JSON.parse(content);
  const names = [critical.identity['docker-reference'], critical.image['docker-manifest-digest'] === digest];
  return { words, names };
}

const wordsOf = (words: readonly string[]) =>
  words
    .map((line) => line.split(' ', 1)[0])
    .filter((word) => /^(?:GOOD|BAD|EXP|ERR|REVKEY|EXPKEY)SIG$/.test(word ?? ''));

describe.each(['v1beta1', 'v1'])('an attestation of the sandbox, by Grafeas %s, for the real gpg', (version) => {
  it.each(['armored', 'base64', 'older', 'binary', 'detached', 'many'])('is good: %s', async (name) => {
    const { words, names } = await verify(`attested/${name}`, version);
    expect(wordsOf(words)).toEqual(['GOODSIG']);
    const fingerprint = sandbox.hostsMap.attestor?.fingerprint;
    expect(words.find((line) => line.startsWith('VALIDSIG'))).toContain(`VALIDSIG ${fingerprint} `);
    expect(names).toEqual([`${vendor}/attested/${name}`, true]);
  });

  it.each([
    ['other-key', 'ERRSIG', [`${vendor}/attested/other-key`, true]],
    ['tampered', 'BADSIG', [`${vendor}/attested/tampered`, true]],
    ['expired', 'EXPSIG', [`${vendor}/attested/expired`, true]],
    ['other-digest', 'GOODSIG', [`${vendor}/attested/other-digest`, false]],
    ['other-image', 'GOODSIG', [`${vendor}/attested/other-image-of-somebody-else`, true]],
  ])('proves nothing: %s', async (name, word, names) => {
    const verified = await verify(`attested/${name}`, version);
    expect([wordsOf(verified.words), verified.names]).toEqual([[word], names]);
  });

  it('is not there: none', async () => {
    expect(await verify('attested/none', version)).toEqual({ words: [], names: [] });
  });
});
