import type { AttestationVerdict, AttestedImage, AttestorKey } from '#attestation';
import type { RequiredAttestation } from '#formats';
import { type Code, ReleaseError } from '#problem';
import { Limiter, type SessionObserver } from '#registry';
import { attestImage } from '../../attestations/attest-image.ts';
import type { AttestationSource } from '../../attestations/fetch-attestations.ts';
import type { Gateways } from '../../gateways.ts';
import { placeFrom } from '../../gather/place-from.ts';
import type { Endpoint } from '../../mirror/mirror-plan.ts';

/** A server of attestations is no registry: nobody has promised it hundreds of requests at a time. */
const requestsAtOnce = 8;

/**
 * What another image meets again: the server is not there, or does not let us in. Nobody waits for it, and no login is refused, hundreds
 * of times.
 */
const lasting: ReadonlySet<Code> = new Set<Code>([
  'login-required',
  'login-refused',
  'aws-login-missing',
  'credentials-unreadable',
  'secret-missing',
  'secret-malformed',
  'unreachable',
  'tls-failed',
  'proxy-refused',
  'attestation-address-unknown',
]);

export interface AttestorContext {
  readonly gateways: Pick<Gateways, 'http' | 'clock' | 'files' | 'servers'>;
  /** Absolute; that the key's name is relative to. */
  readonly folder: string;
  /** Told what a conversation does; `sent` is told of hosts that the token was sent to. */
  observer(sent: (host: string) => void): SessionObserver;
}

/** The same for all rules that ask the same of the same: whether for a warning or an error is another matter. */
export function attestorName({ url, key, fingerprint, token, types }: RequiredAttestation): string {
  return JSON.stringify([url, key, fingerprint, token, types]);
}

/** Somebody whose attestation images need, for one job: its key is read once, its server's token too, and an image asked about once. */
export class Attestor {
  readonly #ask: RequiredAttestation;
  readonly #context: AttestorContext;
  readonly #limiter = new Limiter(requestsAtOnce);
  readonly #sentTo = new Set<string>();
  readonly #verdicts = new Map<string, Promise<AttestationVerdict>>();
  #key: Promise<AttestorKey> | undefined;
  #source: Promise<AttestationSource> | undefined;
  #token: Promise<string | undefined> | undefined;
  #endpoint: Omit<Endpoint, 'sentTo'> | undefined;
  #trouble: ReleaseError | undefined;

  constructor(ask: RequiredAttestation, context: AttestorContext) {
    this.#ask = ask;
    this.#context = context;
  }

  /** The server, as far as it was looked for: what a plan lists. */
  get endpoint(): Endpoint | undefined {
    return this.#endpoint && { ...this.#endpoint, sentTo: [...this.#sentTo].sort() };
  }

  /** The key that has to have signed. @throws ReleaseError `attestation-key-unusable` */
  key(): Promise<AttestorKey> {
    this.#key ??= this.#readKey();
    return this.#key;
  }

  /** Where the attestations are, and with what token. @throws ReleaseError `sandbox-guard`; when the settings for it can't be used */
  async source(): Promise<AttestationSource> {
    this.#source ??= this.#open();
    return this.#source;
  }

  observer(): SessionObserver {
    return this.#context.observer((host) => this.#sentTo.add(host));
  }

  /**
   * What is proven of an image.
   * @throws ReleaseError `attestation-key-unusable`, what fetching throws (`fetchAttestations`); the signal's reason
   */
  verdict(image: AttestedImage, signal?: AbortSignal): Promise<AttestationVerdict> {
    const name = `${image.repository}@${image.digest}`;
    const asked = this.#verdicts.get(name) ?? this.#judge(image, signal);
    this.#verdicts.set(name, asked);
    return asked;
  }

  async #judge(image: AttestedImage, signal: AbortSignal | undefined): Promise<AttestationVerdict> {
    // Before anything is sent: without a key no answer is of any use.
    const key = await this.key();
    const source = await this.source();
    const { types } = this.#ask;
    const rule = { source, key, ...(types ? { types } : {}) };
    const { http, clock } = this.#context.gateways;
    const context = { http, clock, observer: this.observer(), ...(signal ? { signal } : {}) };
    return this.#limiter.run(async () => {
      if (this.#trouble) throw this.#trouble;
      try {
        return await attestImage(image, { ...rule, source: this.#withToken(source) }, context);
      } catch (error) {
        if (ReleaseError.is(error) && lasting.has(error.code)) this.#trouble = error;
        throw error;
      }
    }, signal);
  }

  async #readKey(): Promise<AttestorKey> {
    const { key: file, fingerprint } = this.#ask;
    const { folder, gateways } = this.#context;
    const bytes = await gateways.files.read(placeFrom(folder, file, gateways.files)).catch((error: unknown) => {
      const { message } = ReleaseError.from(error);
      throw new ReleaseError('attestation-key-unusable', `The key of the attestor cannot be read: ${message}`, {
        hint: 'Check attestations.key in marketplace.yaml.',
        cause: error,
      });
    });
    const { readAttestorKey } = await import('#attestation');
    return readAttestorKey(bytes, { file, ...(fingerprint === undefined ? {} : { fingerprint }) });
  }

  async #open(): Promise<AttestationSource> {
    const { url, token: wanted } = this.#ask;
    const { origin, token, loginHint } = await this.#context.gateways.servers.access(url, wanted);
    this.#endpoint = { name: new URL(url).origin, origin, credentials: token?.from ?? 'none' };
    return {
      address: url,
      origin,
      ...(token ? { token: (renew) => token.read(renew), tokenFrom: token.from } : {}),
      ...(loginHint === undefined ? {} : { loginHint }),
    };
  }

  /** The same source, for one image: all share a token, and of those that it is refused to at the same time one asks for another. */
  #withToken(source: AttestationSource): AttestationSource {
    const { token: read } = source;
    if (!read) return source;
    let given: Promise<string | undefined> | undefined;
    return {
      ...source,
      token: async (renew) => {
        if (this.#token === undefined || (renew && this.#token === given)) this.#token = this.#fresh(read(renew));
        given = this.#token;
        return given;
      },
    };
  }

  /** What went wrong once may go well the next time. */
  #fresh(asked: Promise<string | undefined>): Promise<string | undefined> {
    asked.catch(() => {
      if (this.#token === asked) this.#token = undefined;
    });
    return asked;
  }
}
