import type { Clock, Login, RegistryAccess, SessionObserver } from '../access.ts';
import { AnswerError } from '../answer-error.ts';
import type { Http } from '../transport/http.ts';
import { untilAborted } from '../transport/until-aborted.ts';
import { fetchBearerToken } from './bearer-token.ts';
import { type Challenge, parseChallenge } from './challenge.ts';
import { loginError } from './login-error.ts';
import { secretForms } from './secret-forms.ts';

type Scope = readonly { readonly repository: string; readonly actions: string }[];
type Token = { readonly token: string; readonly expiresAt: number };

/** Renewed this long before they end, so that no request starts with a token that ends on the way. */
const renewBeforeMs = 30_000;
/** Refusals in a row after which credentials count as wrong rather than old. */
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
  /** Settles when a login was let in for a token once; stays rejected when it was refused. */
  #proof: Promise<void> | undefined;
  readonly #secrets = new Set<string>();
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

  /** Everything secret that was sent so far, to be kept out of what a server's words are told with. */
  secrets(): readonly string[] {
    return [...this.#secrets];
  }

  /** A request was let in: what was held is good. */
  accepted(): void {
    this.#renewals = 0;
  }

  /**
   * Learns from a refusal (401; 403 of an expired token). True when another try has a chance: the registry said for the first time
   * what it wants, somebody else renewed meanwhile, or what was refused can be renewed now. A bearer token is renewed for its scope
   * alone: the others are good.
   */
  async refused(
    used: Authorization,
    authenticate: string | undefined,
    scope: Scope,
    signal?: AbortSignal,
  ): Promise<boolean> {
    if (used.generation !== this.#generation && this.#challenge !== undefined) return true;
    const challenge = parseChallenge(authenticate);
    const isFirst = this.#challenge === undefined && challenge !== undefined;
    if (challenge) this.#challenge = challenge;
    if (this.#challenge?.scheme === 'bearer') {
      if (isFirst) this.#generation++;
      this.#tokens.delete(scopeKey(scope));
      return true;
    }
    if (!isFirst && this.#renewals >= maxRenewals) return false;
    this.#generation++;
    if (!isFirst) {
      this.#renewals++;
      this.#login = this.#ask(true);
    }
    return (await this.#currentLogin(signal)) !== undefined;
  }

  /** What a 401 that nothing helped against means. */
  async explain(error: AnswerError): Promise<AnswerError> {
    return loginError(error, await this.#currentLogin().catch(() => undefined), this.#access);
  }

  async #currentLogin(signal?: AbortSignal): Promise<Login | undefined> {
    this.#login ??= this.#ask(false);
    const asked = this.#login;
    const held = await untilAborted(asked, signal);
    const ends = held?.kind === 'password' ? held.expiresAt : undefined;
    if (ends === undefined || ends - renewBeforeMs > this.#clock.now()) return held;
    if (this.#login === asked) this.#login = this.#ask(true);
    return untilAborted(this.#login, signal);
  }

  /** Shared by all requests, so no single request's cancel may end it. */
  #ask(renew: boolean): Promise<Login | undefined> {
    const asked = this.#access.login(renew).then((login) => {
      // Before anyone can send it.
      for (const form of secretForms(login)) this.#secrets.add(form);
      return login;
    });
    // A failed look-up is not kept: an offline moment must not poison the rest of the job.
    asked.catch(() => {
      if (this.#login === asked) this.#login = undefined;
    });
    return asked;
  }

  async #token(challenge: Bearer, scope: Scope, login: Login | undefined, signal?: AbortSignal): Promise<string> {
    const key = scopeKey(scope);
    const asked = this.#tokens.get(key);
    const held = asked && (await untilAborted(asked, signal).catch(() => undefined));
    if (held && held.expiresAt - renewBeforeMs > this.#clock.now()) return held.token;
    const current = this.#tokens.get(key);
    if (current && current !== asked) return (await untilAborted(current, signal)).token;
    const fresh = this.#provenToken(challenge, key, login);
    this.#tokens.set(key, fresh);
    fresh.catch(() => {
      if (this.#tokens.get(key) === fresh) this.#tokens.delete(key);
    });
    const { token } = await untilAborted(fresh, signal);
    this.#secrets.add(token);
    return token;
  }

  /**
   * A login is tried with one scope before any other: were it wrong, every repository's try would count towards locking the account
   * out. Once refused it is not sent again.
   */
  async #provenToken(challenge: Bearer, key: string, login: Login | undefined): Promise<Token> {
    const around = { http: this.#http, clock: this.#clock, access: this.#access, observer: this.#observer };
    const scopes = key === '' ? [challenge.scope ?? ''].filter(Boolean) : key.split(' ');
    if (!login) return fetchBearerToken(around, { challenge, scopes, login });
    const earlier = this.#proof;
    const proof = (earlier ?? Promise.resolve()).then(() => fetchBearerToken(around, { challenge, scopes, login }));
    this.#proof ??= proof.then(
      () => undefined,
      (error) => {
        if (!(error instanceof AnswerError) || error.code !== 'login-refused') this.#proof = undefined;
        else throw error;
      },
    );
    this.#proof.catch(() => undefined);
    return proof;
  }
}

type Bearer = Challenge & { scheme: 'bearer' };

function scopeKey(scope: Scope): string {
  return scope.map(({ repository, actions }) => `repository:${repository}:${actions}`).join(' ');
}
