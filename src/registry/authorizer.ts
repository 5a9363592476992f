import type { Clock, Login, RegistryAccess, SessionObserver } from './access.ts';
import { AnswerError } from './answer-error.ts';
import { fetchBearerToken } from './bearer-token.ts';
import { type Challenge, parseChallenge } from './challenge.ts';
import type { Http } from './http.ts';

type Scope = readonly { readonly repository: string; readonly actions: string }[];
type Token = { readonly token: string; readonly expiresAt: number };

/** Renewed this long before they end, so that no request starts with a token that ends on the way. */
const renewBeforeMs = 30_000;
/** Refusals in a row after which credentials count as wrong rather than old: no token server is asked 400 times. */
const maxRenewals = 2;

/** What a request was sent with: the header, and how often credentials had been renewed by then. */
export interface Authorization {
  readonly header: string | undefined;
  readonly generation: number;
}

/** Keeps what one registry wants for authorization: nothing, Basic, or a bearer token for each scope. */
export class Authorizer {
  readonly #access: RegistryAccess;
  readonly #http: Http;
  readonly #clock: Clock;
  readonly #observer: SessionObserver;
  readonly #tokens = new Map<string, Promise<Token>>();
  #challenge: Challenge | undefined;
  #login: Promise<Login | undefined> | undefined;
  #generation = 0;
  #renewals = 0;

  constructor(access: RegistryAccess, http: Http, clock: Clock, observer: SessionObserver) {
    this.#access = access;
    this.#http = http;
    this.#clock = clock;
    this.#observer = observer;
    this.#challenge = access.alwaysBasic ? { scheme: 'basic' } : undefined;
  }

  /** The authorization for a request; without a header while the registry has not asked for any. */
  async authorization(scope: Scope, signal?: AbortSignal): Promise<Authorization> {
    const challenge = this.#challenge;
    const generation = this.#generation;
    if (!challenge) return { header: undefined, generation };
    const login = await this.#currentLogin(signal);
    if (challenge.scheme === 'bearer') {
      return { header: `Bearer ${await this.#token(challenge, scope, login, signal)}`, generation };
    }
    if (login?.kind !== 'password') return { header: undefined, generation };
    this.#observer.credentialsSent?.(new URL(this.#access.origin).host);
    return { header: `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`, generation };
  }

  /** A request was let in: what was held is good. */
  accepted(): void {
    this.#renewals = 0;
  }

  /**
   * Learns from a refusal (401; 403 of an expired token). True when another try has a chance: the registry said for the first time
   * what it wants, somebody else renewed meanwhile, or the credentials can be renewed now.
   */
  async refused(used: Authorization, authenticate: string | undefined, signal?: AbortSignal): Promise<boolean> {
    if (used.generation !== this.#generation) return true;
    const challenge = parseChallenge(authenticate);
    const isFirst = this.#challenge === undefined && challenge !== undefined;
    if (challenge) this.#challenge = challenge;
    if (!isFirst && this.#renewals >= maxRenewals) return false;
    this.#generation++;
    if (!isFirst) {
      this.#renewals++;
      this.#tokens.clear();
      this.#login = this.#ask(true, signal);
    }
    return this.#challenge?.scheme === 'bearer' || (await this.#currentLogin(signal)) !== undefined;
  }

  /** A refused login, said for what it is: with no credentials at hand it is not a refusal but a want of them. */
  async explain(error: AnswerError): Promise<AnswerError> {
    const login = await this.#currentLogin().catch(() => undefined);
    const { registry, credentials } = this.#access;
    return login
      ? new AnswerError('login-refused', error.message, error.status, undefined, {
          hint: `The credentials came from: ${credentials}. Sign in again or correct them there.`,
          cause: error,
        })
      : new AnswerError('login-required', error.message, error.status, undefined, {
          hint: `There are no credentials for ${registry}. Run: docker login ${registry} (or set registries in marketplace.yaml). A private repository that does not exist answers the same.`,
          cause: error,
        });
  }

  async #currentLogin(signal?: AbortSignal): Promise<Login | undefined> {
    if (!this.#login) {
      this.#login = this.#ask(false, signal);
      return this.#login;
    }
    const asked = this.#login;
    const held = await asked;
    const ends = held?.kind === 'password' ? held.expiresAt : undefined;
    if (ends === undefined || ends - renewBeforeMs > this.#clock.now()) return held;
    if (this.#login === asked) this.#login = this.#ask(true, signal);
    return this.#login;
  }

  #ask(renew: boolean, signal?: AbortSignal): Promise<Login | undefined> {
    const asked = this.#access.login(renew, signal);
    // A failed look-up is not kept: a cancelled or offline moment must not poison the rest of the job.
    asked.catch(() => {
      if (this.#login === asked) this.#login = undefined;
    });
    return asked;
  }

  async #token(
    challenge: Challenge & { scheme: 'bearer' },
    scope: Scope,
    login: Login | undefined,
    signal?: AbortSignal,
  ): Promise<string> {
    const key = scope.map(({ repository, actions }) => `repository:${repository}:${actions}`).join(' ');
    const asked = this.#tokens.get(key);
    const held = await asked?.catch(() => undefined);
    if (held && held.expiresAt - renewBeforeMs > this.#clock.now()) return held.token;
    const current = this.#tokens.get(key);
    if (current && current !== asked) return (await current).token;
    const fresh = fetchBearerToken(
      { http: this.#http, clock: this.#clock, access: this.#access, observer: this.#observer },
      { challenge, scopes: key === '' ? [challenge.scope ?? ''].filter(Boolean) : key.split(' '), login },
      signal,
    );
    this.#tokens.set(key, fresh);
    fresh.catch(() => {
      if (this.#tokens.get(key) === fresh) this.#tokens.delete(key);
    });
    return (await fresh).token;
  }
}
