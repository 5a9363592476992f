import type { AttestedImage, FoundAttestations } from '#attestation';
import { type Code, ReleaseError } from '#problem';
import {
  AnswerError,
  answerError,
  type Clock,
  type Http,
  type HttpResponse,
  isLoopbackHost,
  NetworkError,
  networkTrouble,
  readBody,
  type SessionObserver,
  withRetry,
} from '#registry';

/** With the filter an image has one or two; a server that does not know the filter lists those of whole releases. */
const pageSize = 100;
const maxPages = 100;
const maxTotalBytes = 16_777_216;

/** Where the attestations of images are. */
export interface AttestationSource {
  /** The address of a note's occurrences as the settings name it: `https://host/v1beta1/projects/P/notes/N/occurrences`. */
  readonly address: string;
  /** Scheme, host and port that are asked in its place: a sandbox's. */
  readonly origin?: string;
  /** The bearer token, asked for anew (`renew`) when the last one was refused; undefined to go on without. */
  token?(renew: boolean): Promise<string | undefined>;
  /** In words: where the token comes from. */
  readonly tokenFrom?: string;
  /** What to do when it wants a token and there is none, where that is not for the settings to say. */
  readonly loginHint?: string;
}

/** What fetching needs of the world. */
export interface AttestationContext {
  readonly http: Http;
  readonly clock: Clock;
  readonly observer: SessionObserver;
  readonly signal?: AbortSignal;
}

/**
 * Asks a Grafeas server for the occurrences of one image, all pages (`ListNoteOccurrences`, `filter=resourceUrl="…"`). Whatever goes wrong
 * is an error with its own code: that an image has no attestation is said by an answer that is empty, and by nothing else. Redirects are
 * not followed, because they lead to login pages, and because the token is for this host.
 * @throws ReleaseError `login-required`, `login-refused`, `access-denied`, `rate-limited`, `unreachable`, `tls-failed`, `proxy-refused`,
 * `attestation-not-fetched`, `attestation-address-unknown`, `attestation-answer-malformed`, `attestation-answer-too-large`,
 * `attestation-pages-endless`; the signal's reason
 */
export async function fetchAttestations(
  source: AttestationSource,
  image: AttestedImage,
  context: AttestationContext,
): Promise<FoundAttestations> {
  const { maxPageBytes, readOccurrences, resourceOf } = await import('#attestation');
  const query = new Query(source, `resourceUrl="${resourceOf(image)}"`, context);
  const attestations = [];
  const unread = [];
  const seen = new Set<string>();
  let total = 0;
  for (let pageToken: string | undefined; ; ) {
    const bytes = await query.page(pageToken, Math.min(maxPageBytes, maxTotalBytes - total));
    total += bytes.length;
    const page = readOccurrences(bytes, query.host, await query.secrets());
    attestations.push(...page.attestations);
    unread.push(...page.unread);
    pageToken = page.nextPageToken;
    if (pageToken === undefined) return { attestations, unread };
    if (seen.has(pageToken)) throw query.endless();
    seen.add(pageToken);
    if (seen.size >= maxPages) throw query.tooLarge(`it has more than ${maxPages} pages`);
  }
}

/**
 * Asks a server for attestations of an image that nobody has: whether it is there, knows the note and lets us in.
 * @throws ReleaseError as {@link fetchAttestations}
 */
export async function askForNoAttestation(source: AttestationSource, context: AttestationContext): Promise<void> {
  const { maxPageBytes, readOccurrences, resourceOf } = await import('#attestation');
  const nobodys = resourceOf({ repository: 'registry.invalid/nothing', digest: `sha256:${'0'.repeat(64)}` });
  const query = new Query(source, `resourceUrl="${nobodys}"`, context);
  // One page tells, also of a server that does not know the filter and has thousands.
  const bytes = await query.page(undefined, maxPageBytes);
  readOccurrences(bytes, query.host, await query.secrets());
}

/** One question to one server, page by page. */
class Query {
  /** As the settings name it. */
  readonly host: string;
  readonly #source: AttestationSource;
  readonly #context: AttestationContext;
  readonly #url: URL;
  #token: Promise<string | undefined> | undefined;

  constructor(source: AttestationSource, filter: string, context: AttestationContext) {
    const named = addressOf(source);
    this.host = named.host;
    this.#source = source;
    this.#context = context;
    this.#url = new URL(named.pathname + named.search, source.origin ?? named.origin);
    this.#url.searchParams.set('filter', filter);
    this.#url.searchParams.set('pageSize', String(pageSize));
  }

  /** The bytes of a page. @throws ReleaseError */
  async page(token: string | undefined, limit: number): Promise<Uint8Array> {
    const url = new URL(this.#url);
    if (token !== undefined) url.searchParams.set('pageToken', token);
    const { clock, observer, signal } = this.#context;
    try {
      return await withRetry(() => this.#once(url, limit), {
        registry: this.host,
        clock,
        observer,
        ...(signal ? { signal } : {}),
      });
    } catch (error) {
      if (NetworkError.is(error)) throw networkTrouble(error, { registry: this.host, origin: url.origin });
      // Whatever code it bears, it is a registry's: this server has neither tags nor repositories.
      if (!(error instanceof AnswerError) || error.code === 'rate-limited') throw error;
      throw new ReleaseError('attestation-not-fetched', error.message, { hint: 'Try again later.', cause: error });
    }
  }

  /** What was sent and must not be repeated. */
  async secrets(): Promise<readonly string[]> {
    const token = await this.#token;
    return token === undefined ? [] : [token];
  }

  endless(): ReleaseError {
    return new ReleaseError(
      'attestation-pages-endless',
      `${this.host} names a page of attestations as the next that was read before`,
      { hint: 'Nothing was concluded from what came. Whoever runs the server can correct it.' },
    );
  }

  tooLarge(why: string): ReleaseError {
    return new ReleaseError(
      'attestation-answer-too-large',
      `The list of attestations at ${this.host} is too large: ${why}`,
      {
        hint: 'Check attestations.url in marketplace.yaml: the server seems to list those of all images.',
      },
    );
  }

  async #once(url: URL, limit: number): Promise<Uint8Array> {
    let { response, token } = await this.#send(url, false);
    if (response.status === 401 && token !== undefined) {
      response.discard();
      ({ response, token } = await this.#send(url, true));
    }
    if (response.status !== 200) throw await this.#unwanted(response, token);
    return readBody(response, limit).catch((error) => {
      if (error instanceof RangeError) throw this.tooLarge(`a page of it has more than ${limit} bytes`);
      throw error;
    });
  }

  async #send(url: URL, renew: boolean): Promise<{ response: HttpResponse; token: string | undefined }> {
    const { http, observer, signal } = this.#context;
    if (renew) this.#token = undefined;
    this.#token ??= this.#source.token?.(renew) ?? Promise.resolve(undefined);
    const token = await this.#token;
    if (token !== undefined) this.#mayBeTold(url);
    if (token !== undefined) observer.credentialsSent?.(url.host);
    const headers = {
      accept: 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    const response = await http.send({ method: 'GET', url: url.href, headers, ...(signal ? { signal } : {}) });
    return { response, token };
  }

  #mayBeTold(url: URL): void {
    if (url.protocol === 'https:' || isLoopbackHost(url.hostname)) return;
    throw new ReleaseError('attestation-not-fetched', `${this.host} would be sent the token without TLS`, {
      hint: 'Nothing was sent. Write attestations.url with https.',
    });
  }

  /** What passes (a busy or failing server) is tried again by its type; all else is final. */
  async #unwanted(response: HttpResponse, token: string | undefined): Promise<ReleaseError> {
    const { status } = response;
    if (status >= 300 && status < 400) {
      response.discard();
      const message = `${this.host} sends on to ${elsewhere(response)} instead of listing attestations`;
      return new ReleaseError('attestation-not-fetched', message, {
        hint: 'That is a login page, as a rule: check attestations.url and attestations.token in marketplace.yaml.',
      });
    }
    const asked = {
      what: 'the request for attestations',
      registry: this.host,
      secrets: token === undefined ? [] : [token],
    };
    const error = await answerError(response, asked, this.#context.clock.now());
    if (error.code === 'rate-limited' || status === 408) return error;
    if (status >= 500) return error;
    const { tokenFrom = 'attestations.token in marketplace.yaml', loginHint } = this.#source;
    const [code, usual] = refusal(status, token === undefined ? undefined : tokenFrom);
    const hint = (code === 'login-required' ? loginHint : undefined) ?? usual;
    return new ReleaseError(code, error.message, { hint, cause: error });
  }
}

/** What a status below 500 means, and what to do. `from`: where the token came from that was sent. */
function refusal(status: number, from: string | undefined): readonly [Code, string] {
  if (status === 401 && from === undefined) {
    return ['login-required', 'Name a token: attestations.token in marketplace.yaml.'];
  }
  if (status === 401)
    return ['login-refused', `The token came from: ${from}. It may have expired: sign in again there.`];
  if (status === 403) return ['access-denied', 'The token lacks the right to list the occurrences of this note.'];
  if (status === 404) {
    return ['attestation-address-unknown', 'Check the project and note in attestations.url in marketplace.yaml.'];
  }
  return ['attestation-not-fetched', 'Check attestations.url in marketplace.yaml.'];
}

function addressOf({ address }: AttestationSource): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '') return url;
  throw new ReleaseError('attestation-not-fetched', 'The address of the attestations is no URL that can be asked', {
    hint: 'attestations.url begins with https:// and bears no user or password; the token is named beside it.',
  });
}

/** The host alone: the rest may hold what is nobody's business. */
function elsewhere({ headers }: HttpResponse): string {
  const target = headers.location ?? '';
  return URL.canParse(target) ? new URL(target).host : 'another page';
}
