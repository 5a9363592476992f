import * as z from 'zod/mini';
import { ReleaseError } from '#problem';
import type { Clock, Login, RegistryAccess, SessionObserver } from '../access.ts';
import { answerError } from '../answer-error.ts';
import { parseForeignJson } from '../manifests/foreign-json.ts';
import { type Http, type HttpResponse, readBody } from '../transport/http.ts';
import type { Challenge } from './challenge.ts';
import { checkedHop } from './checked-hop.ts';
import { loginError } from './login-error.ts';
import { isLoopbackHost } from './loopback.ts';
import { secretForms } from './secret-forms.ts';

/** A token answer is small; Docker Hub's is about 5 kB. */
const maxTokenBytes = 1_048_576;
/** What the specification says to assume when the server doesn't say (distribution, "Token Authentication Specification"). */
const defaultLifetimeS = 60;

const text = z.catch(z.optional(z.string()), undefined);
/** Some servers write it as text. */
const seconds = z.union([z.number(), z.pipe(z.string().check(z.regex(/^\d{1,9}$/)), z.transform(Number))]);
/** An odd field is as good as none: the others count all the same. */
const tokenSchema = z.looseObject({
  token: text,
  access_token: text,
  expires_in: z.catch(z.optional(seconds), undefined),
});

interface Around {
  readonly http: Http;
  readonly clock: Clock;
  readonly access: RegistryAccess;
  readonly observer: SessionObserver;
}

interface TokenRequest {
  readonly challenge: Challenge & { scheme: 'bearer' };
  readonly scopes: readonly string[];
  readonly login: Login | undefined;
}

/**
 * Asks a registry's token server for a bearer token: anonymously, with Basic, or for an identity token by the OAuth2 form. Tokens are
 * shared by requests, so no request's cancel ends it; another try is theirs too.
 * @returns the token and the moment it ends (ms since the epoch)
 * @throws ReleaseError `login-refused`, `registry-error`, `rate-limited`, `unreachable` (as NetworkError)
 */
export async function fetchBearerToken(
  around: Around,
  request: TokenRequest,
): Promise<{ readonly token: string; readonly expiresAt: number }> {
  const { access, clock } = around;
  // A registry reached by TLS must not make us send a password in the clear, or to a service of this machine.
  const realm = checkedHop(request.challenge.realm, access.origin, access.origin, access.registry);
  if (request.login && !mayBeTold(realm, access)) throw inTheClear(realm, access);
  const response = await send(around, realm, request);
  if (response.status !== 200) {
    const asked = { what: 'the token request', registry: realm.host, secrets: secretForms(request.login) };
    const error = await answerError(response, asked, clock.now());
    throw error.status === 401 || error.status === 403 ? loginError(error, request.login, access) : error;
  }
  const broken = (why: string) =>
    new ReleaseError('registry-error', `The token server ${realm.host} of ${access.registry} sent no token: ${why}`);
  const bytes = await readBody(response, maxTokenBytes).catch((error) => {
    if (error instanceof RangeError) throw broken(error.message);
    throw error;
  });
  const parsed = tokenSchema.safeParse(parseForeignJson(bytes, maxTokenBytes, broken));
  const token = parsed.data?.token || parsed.data?.access_token;
  if (!token) throw broken('the answer holds none');
  return { token, expiresAt: clock.now() + (parsed.data?.expires_in ?? defaultLifetimeS) * 1000 };
}

/** A password goes in the clear only where a word says so for this host, or on this machine. */
function mayBeTold(realm: URL, { origin, plainHosts = [] }: RegistryAccess): boolean {
  if (realm.protocol === 'https:' || isLoopbackHost(realm.hostname)) return true;
  const home = new URL(origin);
  return (home.hostname === realm.hostname && !isLoopbackHost(home.hostname)) || plainHosts.includes(realm.host);
}

function inTheClear({ host }: URL, { registry }: RegistryAccess): ReleaseError {
  return new ReleaseError('registry-error', `${registry} wants its password sent to ${host} without TLS`, {
    hint: `Nothing was sent. If that is meant, say so: registries."${host}".plainHttp: true in marketplace.yaml.`,
  });
}

function send(around: Around, realm: URL, request: TokenRequest): Promise<HttpResponse> {
  const { login, scopes, challenge } = request;
  if (login) around.observer.credentialsSent?.(realm.host);
  if (login?.kind === 'identity-token') {
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: 'marketplace-release',
      refresh_token: login.token,
    });
    if (challenge.service !== undefined) form.set('service', challenge.service);
    if (scopes.length > 0) form.set('scope', scopes.join(' '));
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return around.http.send({
      method: 'POST',
      url: realm.href,
      headers,
      body: new TextEncoder().encode(form.toString()),
    });
  }
  const url = new URL(realm);
  if (challenge.service !== undefined) url.searchParams.set('service', challenge.service);
  for (const scope of scopes) url.searchParams.append('scope', scope);
  if (!login) return around.http.send({ method: 'GET', url: url.href });
  const authorization = `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`;
  return around.http.send({ method: 'GET', url: url.href, headers: { authorization } });
}
