import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Access } from './access.ts';
import type { Registry } from './registry.ts';
import type { UploadSessions } from './upload-sessions.ts';

/** One request of the /v2 API, with its path taken apart. */
export interface RegistryRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  /** Repository, already found to follow the grammar. */
  readonly name: string;
  /** Tag, digest or upload id; empty where the path has none. */
  readonly reference: string;
}

/** Answers the requests of one part of the API. False: not a method of this part, nothing was answered. */
export type Route = (request: RegistryRequest) => Promise<boolean>;

/** What the parts of a registry's HTTP side share. */
export interface RouteContext {
  readonly registry: Registry;
  readonly access: Access;
  /** `http://127.0.0.1:<port>` of this registry: Location headers are absolute, as ECR's are. */
  readonly origin: string;
  readonly sessions: UploadSessions;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The URL on the layer storage that a GET of a blob is redirected to. */
  readonly signBlobUrl: (digest: string) => string;
}
