import type { IncomingMessage, ServerResponse } from 'node:http';
import { send } from '../http/send.ts';
import { sealedTokens } from '../store/sealed-tokens.ts';
import { type Access, isWrite, type RegistryAction } from './access.ts';
import { Refusal } from './refusal.ts';

/** Docker Hub's tokens last five minutes. */
const lifetime = 300_000;
const service = 'registry.docker.io';

/** Docker Hub's access: anonymous pull with a Bearer token from the token endpoint that a 401 names. */
export interface HubAccess extends Access {
  /** `GET /token?service=…&scope=repository:<name>:pull` (several scopes: repeated, or one with spaces). */
  giveToken(query: URLSearchParams, response: ServerResponse): void;
  expireAll(): void;
}

/**
 * The access rules of Docker Hub (distribution specification, "Token Authentication"). A token names the repositories it is
 * good for; used for another, or for a push, it gets 401 with `insufficient_scope`. A repository that does not exist is granted
 * to nobody, so asking for it ends in 401 and not in 404, as on the real Hub.
 */
export function hubAccess(origin: string, exists: (repository: string) => boolean, now: () => number): HubAccess {
  const tokens = sealedTokens(now);
  const challenge = (repository: string | undefined, action: RegistryAction | 'login', error?: string): Refusal => {
    const actions = isWrite(action) ? 'pull,push' : 'pull';
    const scope = repository === undefined ? '' : `,scope="repository:${repository}:${actions}"`;
    return new Refusal(401, 'UNAUTHORIZED', 'authentication required', {
      'www-authenticate': `Bearer realm="${origin}/token",service="${service}"${scope}${error ? `,error="${error}"` : ''}`,
    });
  };
  return {
    check: (request, action, repository) => {
      const token = bearer(request);
      if (token === undefined) throw challenge(repository, action);
      const opened = tokens.open(token);
      if (!opened || opened.expired) throw challenge(repository, action, 'invalid_token');
      if (repository === undefined) return;
      const { pull } = opened.content;
      const granted = !isWrite(action) && Array.isArray(pull) && pull.includes(repository);
      if (!granted) throw challenge(repository, action, 'insufficient_scope');
    },
    giveToken: (query, response) => {
      const pull = query
        .getAll('scope')
        .flatMap((scope) => scope.split(' '))
        .map((scope) => /^repository:(.+):([a-z,*]+)$/.exec(scope))
        .flatMap((match) => (match?.[1] && match[2]?.split(',').includes('pull') ? [match[1]] : []))
        .filter(exists);
      const token = tokens.seal({ pull }, now() + lifetime);
      const issuedAt = new Date(now()).toISOString();
      const body = { token, access_token: token, expires_in: lifetime / 1000, issued_at: issuedAt };
      send(response, 200, { 'content-type': 'application/json; charset=utf-8' }, JSON.stringify(body));
    },
    expireAll: tokens.expireAll,
  };
}

function bearer(request: IncomingMessage): string | undefined {
  return /^bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}
