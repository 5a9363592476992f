import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Handler } from '../http/listener.ts';
import { send } from '../http/send.ts';
import type { Access } from './access.ts';
import { blobRoutes } from './blob-routes.ts';
import { manifestRoutes } from './manifest-routes.ts';
import { Refusal } from './refusal.ts';
import type { Registry } from './registry.ts';
import type { Route, RouteContext } from './route.ts';
import { tagRoutes } from './tag-routes.ts';
import { uploadRoutes } from './upload-routes.ts';
import { UploadSessions } from './upload-sessions.ts';

/** A registry's HTTP side. */
export interface RegistryServer {
  readonly handle: Handler;
  /** Ends open uploads. */
  close(): Promise<void>;
}

/** What a registry's HTTP side is made of. `tokenEndpoint` answers `GET /token` where the registry has one. */
export interface RegistryServerParts {
  readonly registry: Registry;
  readonly access: Access;
  readonly origin: string;
  readonly signBlobUrl: RouteContext['signBlobUrl'];
  readonly tokenEndpoint?: (query: URLSearchParams, response: ServerResponse) => void;
  readonly now: () => number;
}

/**
 * ECR's grammar for repository names, as the API model of ECR has it (CreateRepository); the OCI specification's is the same
 * apart from the length.
 */
const namePattern = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;

/** Serves the OCI distribution API (specification 1.1, "Endpoints") for one registry. */
export function registryServer(parts: RegistryServerParts): RegistryServer {
  const { registry, access, origin } = parts;
  const sessions = new UploadSessions(registry.blobs);
  const context: RouteContext = { registry, access, origin, sessions, now: parts.now, signBlobUrl: parts.signBlobUrl };
  const tags = tagRoutes(context);
  const routes: readonly [RegExp, Route][] = [
    [/^\/v2\/(.+)\/manifests\/([^/]+)$/, manifestRoutes(context)],
    [/^\/v2\/(.+)\/blobs\/uploads\/([^/]*)$/, uploadRoutes(context)],
    [/^\/v2\/(.+)\/blobs\/([^/]+)$/, blobRoutes(context)],
    [/^\/v2\/(.+)\/tags\/list()$/, tags.list],
  ];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', origin);
    if (pathname === '/token' && request.method === 'GET' && parts.tokenEndpoint) {
      return parts.tokenEndpoint(searchParams, response);
    }
    if (pathname === '/v2' || pathname === '/v2/') {
      access.check(request, 'login');
      return send(response, 200, { 'content-type': 'application/json; charset=utf-8' }, '{}');
    }
    if (pathname === '/v2/_catalog') {
      access.check(request, 'ecr:DescribeRepositories');
      return tags.catalogue(response, searchParams);
    }
    for (const [pattern, route] of routes) {
      const match = pattern.exec(pathname);
      if (!match) continue;
      const name = match[1] ?? '';
      if (!namePattern.test(name) || name.length > 256) {
        throw new Refusal(400, 'NAME_INVALID', `invalid repository name '${name}'`);
      }
      const reference = decode(match[2] ?? '');
      if (await route({ request, response, query: searchParams, name, reference })) return;
      throw new Refusal(405, 'UNSUPPORTED', 'The operation is unsupported.');
    }
    throw new Refusal(404, 'NOT_FOUND', 'page not found');
  };
  return {
    handle: async (request, response) => {
      response.setHeader('docker-distribution-api-version', 'registry/2.0');
      try {
        await answer(request, response);
      } catch (error) {
        if (!(error instanceof Refusal) || response.headersSent) throw error;
        error.answer(response);
      }
    },
    close: () => sessions.close(),
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
