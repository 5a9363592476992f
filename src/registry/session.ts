import { ReleaseError } from '#problem';
import type { Clock, RegistryAccess, SessionObserver } from './access.ts';
import { type AnswerError, answerError } from './answer-error.ts';
import { type Authorization, Authorizer } from './login/authorizer.ts';
import { checkedHop } from './login/checked-hop.ts';
import { heldAnswer } from './transport/held-answer.ts';
import {
  type Http,
  type HttpBody,
  type HttpRequest,
  type HttpResponse,
  NetworkError,
  type Silence,
} from './transport/http.ts';
import { Limiter } from './transport/limiter.ts';
import { networkTrouble } from './transport/network-trouble.ts';
import { Pacer } from './transport/pacer.ts';
import { requestClass } from './transport/quotas.ts';
import { isBearable, withRetry } from './transport/retry.ts';
import { workingTime } from './transport/working-time.ts';

const maxRedirects = 5;
/** Requests under way at most, those for a blob's bytes apart. */
const maxRequests = 64;

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
  /** A blob's bytes go or come: how many at a time is the caller's to bound, and they take no place from other requests. */
  readonly isBulk?: true;
  /** Its turn was waited for already, by {@link RegistrySession.turn}. */
  readonly hasTurn?: true;
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
  readonly #home: string;
  readonly #pacer: Pacer;
  /** Holds an exchange from its sending until its answer is read, never a wait before another try. */
  readonly #places = new Limiter(maxRequests);
  #lastAnswerAt: number | undefined;
  #silentSince: number | undefined;

  constructor(access: RegistryAccess, http: Http, clock: Clock, observer: SessionObserver = {}) {
    this.access = access;
    this.#home = new URL(access.origin).origin;
    this.#http = http;
    this.#clock = clock;
    this.#observer = observer;
    this.#authorizer = new Authorizer(access, http, clock, observer);
    this.#pacer = new Pacer(access.registry, access.quotas, clock, observer);
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
    return this.#send(request).catch((error) => this.#fail(error, request));
  }

  /**
   * Waits as a request would before it is sent: for its turn, and for a login. For whoever opens something next that would not outlast
   * the wait; the request then says `hasTurn`.
   */
  async turn(request: RegistryRequest): Promise<void> {
    const url = new URL(request.path, this.access.origin);
    if (!this.#isHome(url)) return;
    await this.#pacer.turn(requestClass(request.method, url), request.signal);
    await this.#authorization(url, request).catch((error) => this.#fail(error, request));
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
      throw error instanceof NetworkError ? networkTrouble(error, this.access) : error;
    }
  }

  async #send(request: RegistryRequest): Promise<HttpResponse> {
    let url = new URL(request.path, this.access.origin);
    let { response, used } = await this.#exchange(request, url);
    // The first refusal of a request without credentials asks for some; a token may then be refused once more than that.
    const first = used.header;
    for (let refusals = 1; this.#isHome(url) && isUnexpectedLoginTrouble(response, request); refusals++) {
      const authenticate = response.headers['www-authenticate'];
      const error = await this.#unwanted(response, request, url);
      const isLogin = error.status === 401 || (used.header !== undefined && this.#mayBeExpired(error, request));
      const isTimely = refusals === 1 || (refusals === 2 && first === undefined && used.header?.startsWith('Bearer'));
      const canHelp =
        isLogin && isTimely && (await this.#authorizer.refused(used, authenticate, request.scope, request.signal));
      if (!canHelp) throw error.status === 401 ? await this.#authorizer.explain(error) : error;
      if (!isReplayable(request.body)) {
        throw new NetworkError('reset', 'the login ended while the bytes were on their way', error, this.registry);
      }
      ({ response, used } = await this.#exchange(request, url));
    }
    if (this.#isHome(url) && !isLoginTrouble(response.status)) this.#authorizer.accepted();
    for (let hop = 0; isRedirect(response.status) && !request.expect.includes(response.status); hop++) {
      url = this.#nextHop(response, request, url, hop);
      ({ response } = await this.#exchange(request, url));
    }
    if (request.expect.includes(response.status)) return response;
    const error = await this.#unwanted(response, request, url);
    throw error.status === 401 && this.#isHome(url) ? await this.#authorizer.explain(error) : error;
  }

  /** Storage behind a redirect, or another upload host, is named as such: its trouble is not the registry's login, nor its pace. */
  async #unwanted(response: HttpResponse, request: RegistryRequest, url: URL): Promise<AnswerError> {
    const isHome = this.#isHome(url);
    const registry = isHome ? this.registry : `${url.host} (for ${this.registry})`;
    const asked = { what: request.what, registry, isElsewhere: !isHome, secrets: this.#authorizer.secrets() };
    const error = await answerError(response, asked, this.#clock.now());
    if (isHome) {
      const ofClass = requestClass(request.method, url);
      const { retryAfterMs } = error;
      if (error.code === 'rate-limited') this.#pacer.refused(ofClass);
      if (retryAfterMs !== undefined && isBearable(retryAfterMs)) this.#pacer.pause(ofClass, retryAfterMs);
    }
    return error;
  }

  /** Network trouble of a request, with the registry's name. */
  #fail(error: unknown, { what }: RegistryRequest): never {
    if (!(error instanceof NetworkError) || error.registry !== undefined) throw error;
    throw new NetworkError(error.kind, `${error.message}, at ${what}`, error, this.registry, this.#silence());
  }

  /** A request came to nothing. */
  #silence(): Silence | undefined {
    if (this.#lastAnswerAt === undefined) return undefined;
    this.#silentSince ??= workingTime(this.#clock);
    return { lastAnswerAt: this.#lastAnswerAt, since: this.#silentSince };
  }

  #isHome(url: URL): boolean {
    return url.origin === this.#home;
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
    if (!this.#isHome(url)) return { header: undefined, generation: -1 };
    try {
      return await this.#authorizer.authorization(request.scope, request.signal);
    } catch (error) {
      // A login that is renewed while the network is gone (ECR's, by AWS) is waited for like the registry itself.
      const silence = ReleaseError.is(error) && error.code === 'unreachable' ? this.#silence() : undefined;
      if (silence === undefined || !ReleaseError.is(error)) throw error;
      throw new NetworkError('refused', error.message, error, this.registry, silence);
    }
  }

  /** One request and its answer, in its turn. The credentials are taken after the wait: they may end meanwhile. */
  async #exchange(
    request: RegistryRequest,
    url: URL,
  ): Promise<{ readonly response: HttpResponse; readonly used: Authorization }> {
    const { signal } = request;
    const ofClass = this.#isHome(url) ? requestClass(request.method, url) : undefined;
    if (ofClass !== undefined && !request.hasTurn) await this.#pacer.turn(ofClass, signal);
    const used = await this.#authorization(url, request);
    const leave = request.isBulk ? undefined : await this.#places.enter(signal);
    try {
      const response = await this.#http.send({
        method: request.method,
        url: url.href,
        headers: { ...request.headers, ...(used.header === undefined ? {} : { authorization: used.header }) },
        ...(request.body === undefined ? {} : { body: request.body }),
        ...(signal === undefined ? {} : { signal }),
      });
      this.#lastAnswerAt = workingTime(this.#clock);
      this.#silentSince = undefined;
      if (ofClass !== undefined && request.expect.includes(response.status)) this.#pacer.accepted(ofClass);
      return { response: leave === undefined ? response : heldAnswer(response, leave), used };
    } catch (error) {
      leave?.();
      throw error;
    }
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

function isUnexpectedLoginTrouble({ status }: HttpResponse, { expect }: RegistryRequest): boolean {
  return isLoginTrouble(status) && !expect.includes(status);
}

function isReplayable(body: HttpBody | undefined): boolean {
  return body === undefined || body instanceof Uint8Array;
}
