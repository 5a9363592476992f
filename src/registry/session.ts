import { ReleaseError } from '#problem';
import type { Clock, RegistryAccess, SessionObserver } from './access.ts';
import { type AnswerError, answerError } from './answer-error.ts';
import { type Authorization, Authorizer } from './authorizer.ts';
import { checkedHop } from './checked-hop.ts';
import { type Http, type HttpBody, type HttpRequest, type HttpResponse, NetworkError } from './http.ts';
import { withRetry } from './retry.ts';

const maxRedirects = 5;

/** One request to a registry. `path` starts at `/v2/`, or is a whole URL that the registry named (an upload's Location). */
export interface RegistryRequest {
  readonly method: HttpRequest['method'];
  readonly path: string;
  /** Repositories touched, for the token's scope: the written one first. */
  readonly scope: readonly { readonly repository: string; readonly actions: 'pull' | 'pull,push' }[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: HttpBody;
  /** Statuses that are answers; any other is thrown as an AnswerError. */
  readonly expect: readonly number[];
  /** In words, for messages: `HEAD camunda/zeebe:8.3.4`. */
  readonly what: string;
  readonly signal?: AbortSignal;
}

/**
 * A job's conversation with one registry: credentials, redirects, retries and readable errors around the HTTP port. Thread of
 * trust: credentials go to the registry's origin and its token server only, never along a redirect.
 */
export class RegistrySession {
  readonly access: RegistryAccess;
  readonly #http: Http;
  readonly #clock: Clock;
  readonly #observer: SessionObserver;
  readonly #authorizer: Authorizer;

  constructor(access: RegistryAccess, http: Http, clock: Clock, observer: SessionObserver = {}) {
    this.access = access;
    this.#http = http;
    this.#clock = clock;
    this.#observer = observer;
    this.#authorizer = new Authorizer(access, http, clock, observer);
  }

  get registry(): string {
    return this.access.registry;
  }

  /** The repository as the origin knows it: with a mirror's prefix. */
  path(repository: string): string {
    const { repositoryPrefix } = this.access;
    return repositoryPrefix ? `${repositoryPrefix}/${repository}` : repository;
  }

  /**
   * Sends a request that can be sent again: no body, or bytes at hand.
   * @throws ReleaseError when the answer's status is not expected, also after retries
   */
  async request(request: RegistryRequest): Promise<HttpResponse> {
    return this.retrying(() => this.once(request), request.signal);
  }

  /**
   * Sends a request a single time (credentials renewed when the registry asks and the body can be sent again). For streams, whose
   * retry is the caller's: it has to open the source again.
   */
  async once(request: RegistryRequest): Promise<HttpResponse> {
    try {
      return await this.#send(request);
    } catch (error) {
      if (!(error instanceof NetworkError) || error.registry !== undefined) throw error;
      throw new NetworkError(error.kind, `${error.message}, at ${request.what}`, error, this.registry);
    }
  }

  /** Runs a task of several requests again while its failure is of the passing kind. Network trouble ends as `unreachable`. */
  async retrying<T>(task: (attempt: number) => Promise<T>, signal?: AbortSignal): Promise<T> {
    try {
      return await withRetry(task, {
        registry: this.registry,
        clock: this.#clock,
        observer: this.#observer,
        ...(signal ? { signal } : {}),
      });
    } catch (error) {
      throw error instanceof NetworkError ? asReleaseError(error, this.registry) : error;
    }
  }

  async #send(request: RegistryRequest): Promise<HttpResponse> {
    const home = new URL(this.access.origin).origin;
    let url = new URL(request.path, this.access.origin);
    let used = await this.#authorization(url, request);
    let response = await this.#transmit(request, url, used.header);
    if (url.origin === home && isLoginTrouble(response.status) && !request.expect.includes(response.status)) {
      const authenticate = response.headers['www-authenticate'];
      const error = await this.#unwanted(response, request, url);
      const isLogin = error.status === 401 || this.#mayBeExpired(error, request);
      const canHelp = isLogin && (await this.#authorizer.refused(used, authenticate, request.scope, request.signal));
      if (!canHelp) throw error.status === 401 ? await this.#authorizer.explain(error) : error;
      if (!isReplayable(request.body)) {
        throw new NetworkError('reset', 'the login ended while the bytes were on their way', error, this.registry);
      }
      used = await this.#authorization(url, request);
      response = await this.#transmit(request, url, used.header);
    }
    if (url.origin === home && !isLoginTrouble(response.status)) this.#authorizer.accepted();
    for (let hop = 0; isRedirect(response.status) && !request.expect.includes(response.status); hop++) {
      url = this.#nextHop(response, request, url, hop);
      response = await this.#transmit(request, url, (await this.#authorization(url, request)).header);
    }
    if (request.expect.includes(response.status)) return response;
    const error = await this.#unwanted(response, request, url);
    throw error.status === 401 && url.origin === home ? await this.#authorizer.explain(error) : error;
  }

  /** Storage behind a redirect, or another upload host, is named as such: its trouble is not the registry's login. */
  #unwanted(response: HttpResponse, request: RegistryRequest, url: URL): Promise<AnswerError> {
    const isHome = url.origin === new URL(this.access.origin).origin;
    const registry = isHome ? this.registry : `${url.host} (for ${this.registry})`;
    return answerError(
      response,
      { what: request.what, registry, secrets: this.#authorizer.secrets() },
      this.#clock.now(),
    );
  }

  /**
   * ECR says 403 rather than 401 to a token of more than twelve hours (bazel-contrib/rules_img#715); a HEAD's answer has no text to tell
   * that from a want of rights. Any other 403 is about rights, not about login.
   */
  #mayBeExpired(error: AnswerError, request: RegistryRequest): boolean {
    return /expired/i.test(error.message) || (this.access.alwaysBasic === true && request.method === 'HEAD');
  }

  /** Only the registry's own origin is shown credentials. */
  async #authorization(url: URL, request: RegistryRequest): Promise<Authorization> {
    if (url.origin !== new URL(this.access.origin).origin) return { header: undefined, generation: -1 };
    return this.#authorizer.authorization(request.scope, request.signal);
  }

  #transmit(request: RegistryRequest, url: URL, authorization: string | undefined): Promise<HttpResponse> {
    return this.#http.send({
      method: request.method,
      url: url.href,
      headers: { ...request.headers, ...(authorization === undefined ? {} : { authorization }) },
      ...(request.body === undefined ? {} : { body: request.body }),
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    });
  }

  #nextHop(response: HttpResponse, request: RegistryRequest, from: URL, hop: number): URL {
    const { location } = response.headers;
    response.discard();
    const refuse = (why: string) =>
      new ReleaseError('registry-error', `${this.registry} redirects ${why} at ${request.what}`);
    if (hop === maxRedirects) throw refuse('in circles');
    if (request.method !== 'GET' && request.method !== 'HEAD') throw refuse(`a ${request.method}`);
    if (location === undefined) throw refuse('to nowhere');
    return checkedHop(location, from.href, this.access.origin, this.registry);
  }
}

function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

function isLoginTrouble(status: number): boolean {
  return status === 401 || status === 403;
}

function isReplayable(body: HttpBody | undefined): boolean {
  return body === undefined || body instanceof Uint8Array;
}

function asReleaseError(error: NetworkError, session: string): ReleaseError {
  const registry = error.registry ?? session;
  if (error.kind === 'tls') {
    return new ReleaseError('tls-failed', `The certificate of ${registry} was not accepted: ${error.message}`, {
      hint: `Give the authority's certificate as registries."${registry}".ca in marketplace.yaml.`,
      cause: error,
    });
  }
  return new ReleaseError('unreachable', `${registry} cannot be reached: ${error.message}`, {
    hint: 'Check the name and the network. Proxies are not used in this version.',
    cause: error,
  });
}
