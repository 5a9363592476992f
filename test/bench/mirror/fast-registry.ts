import { createHash, type Hash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type Blob, piecesOf } from './blob-bytes.ts';
import type { Image, Manifest } from './image-set.ts';
import { Rate } from './rate.ts';

/** How a registry behaves. Nothing set: as fast as it can. */
export interface Behaviour {
  /** ms before each answer. */
  readonly latencyMs?: number;
  /** ms more before the first answer of a connection. */
  readonly connectionMs?: number;
  /** Bytes a second of all request bodies together. */
  readonly uplink?: number;
  /** Amazon ECR's default quotas of an account and region, with a second's worth of burst; 429 beyond. */
  readonly quotas?: boolean;
}

/** What came in since the registry was opened. */
export interface Counts {
  requests: number;
  uploads: number;
  uploadedBytes: number;
  mounts: number;
  refused: number;
  connections: number;
}

/** Requests a second (Amazon ECR user guide, "Service quotas"), under the operation that a request of the registry API is. */
const quotas = {
  PutImage: 10,
  InitiateLayerUpload: 100,
  UploadLayerPart: 500,
  CompleteLayerUpload: 100,
  BatchCheckLayerAvailability: 1000,
  BatchGetImage: 2000,
  GetDownloadUrlForLayer: 3000,
} as const;
type Operation = keyof typeof quotas;

interface Repository {
  readonly blobs: Set<string>;
  readonly manifests: Map<string, Manifest>;
  readonly tags: Map<string, string>;
}

interface Upload {
  readonly hash: Hash;
  length: number;
}

/**
 * A registry that is never the slow one: layers are made up when asked for, what is uploaded is hashed, checked and forgotten. A
 * manifest is refused while something that it names is missing.
 */
export class FastRegistry {
  readonly #behaviour: Behaviour;
  readonly #repositories = new Map<string, Repository>();
  readonly #blobs = new Map<string, Blob>();
  readonly #uploads = new Map<string, Upload>();
  readonly #server: http.Server;
  readonly #seen = new WeakSet<Socket>();
  readonly #rates: ReadonlyMap<Operation, Rate>;
  readonly #uplink: Rate | undefined;
  readonly counts: Counts = { requests: 0, uploads: 0, uploadedBytes: 0, mounts: 0, refused: 0, connections: 0 };

  constructor(images: readonly Image[], behaviour: Behaviour) {
    this.#behaviour = behaviour;
    this.#uplink = behaviour.uplink === undefined ? undefined : new Rate(behaviour.uplink, behaviour.uplink / 20);
    this.#rates = new Map(
      behaviour.quotas
        ? Object.entries(quotas).map(([name, perSecond]) => [name as Operation, new Rate(perSecond, perSecond)])
        : [],
    );
    for (const image of images) this.#hold(image);
    this.#server = http.createServer({ noDelay: true, highWaterMark: 1_048_576 }, (request, response) => {
      this.#handle(request, response).catch(() => request.socket.destroy());
    });
    this.#server.keepAliveTimeout = 0;
    this.#server.requestTimeout = 0;
    this.#server.on('connection', () => this.counts.connections++);
  }

  /** @returns the port on this machine */
  async open(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** `repository:tag` and the digest that it stands for. */
  tags(): [string, string][] {
    return [...this.#repositories].flatMap(([name, { tags }]) =>
      [...tags].map(([tag, digest]): [string, string] => [`${name}:${tag}`, digest]),
    );
  }

  #hold({ repository, tag, digest, manifests, blobs }: Image): void {
    const here = this.#at(repository);
    for (const blob of blobs) {
      this.#blobs.set(blob.digest, blob);
      here.blobs.add(blob.digest);
    }
    for (const manifest of manifests) here.manifests.set(manifest.digest, manifest);
    here.tags.set(tag, digest);
  }

  #at(name: string): Repository {
    const held = this.#repositories.get(name);
    if (held) return held;
    const fresh = { blobs: new Set<string>(), manifests: new Map(), tags: new Map() };
    this.#repositories.set(name, fresh);
    return fresh;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.counts.requests++;
    const url = new URL(request.url ?? '', 'http://registry');
    const [, name = '', kind = '', rest = ''] =
      /^\/v2\/(.+)\/(manifests|blobs\/uploads|blobs)\/([^/]*)$/.exec(url.pathname) ?? [];
    const method = request.method ?? '';
    if (!this.#isWithinQuota(operationsOf(method, kind))) {
      this.counts.refused++;
      request.resume();
      await this.#travel(request.socket);
      return refuse(response, 429, 'TOOMANYREQUESTS', 'Rate exceeded');
    }
    if (kind === '') {
      await this.#travel(request.socket);
      response.writeHead(url.pathname === '/v2/' ? 200 : 404, { 'content-length': 0 }).end();
    } else if (kind === 'manifests') await this.#manifest(request, response, name, decodeURIComponent(rest));
    else if (kind === 'blobs') await this.#blob(request, response, name, rest);
    else if (method === 'POST') await this.#begin(request, response, name, url.searchParams);
    else await this.#upload(request, response, { name, session: rest, digest: url.searchParams.get('digest') });
  }

  #isWithinQuota(operations: readonly Operation[]): boolean {
    return operations.every((operation) => this.#rates.get(operation)?.takes(1) ?? true);
  }

  /** The way there and back. */
  async #travel(socket: Socket): Promise<void> {
    const { latencyMs = 0, connectionMs = 0 } = this.#behaviour;
    const isNew = !this.#seen.has(socket);
    this.#seen.add(socket);
    const ms = latencyMs + (isNew ? connectionMs : 0);
    if (ms > 0) await delay(ms);
  }

  async #manifest(request: IncomingMessage, response: ServerResponse, name: string, which: string): Promise<void> {
    const here = this.#at(name);
    if (request.method === 'PUT') {
      const bytes = await this.#body(request);
      const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
      await this.#travel(request.socket);
      const missing = referencesOf(bytes).some((one) => !here.blobs.has(one) && !here.manifests.has(one));
      if (missing) return refuse(response, 404, 'MANIFEST_BLOB_UNKNOWN', 'blob unknown to registry');
      here.manifests.set(digest, { digest, mediaType: String(request.headers['content-type']), bytes });
      if (which !== digest) here.tags.set(which, digest);
      response.writeHead(201, { 'docker-content-digest': digest, location: request.url, 'content-length': 0 }).end();
      return;
    }
    await this.#travel(request.socket);
    const manifest = here.manifests.get(here.tags.get(which) ?? which);
    if (!manifest) return refuse(response, 404, 'MANIFEST_UNKNOWN', 'manifest unknown');
    const { digest, mediaType, bytes } = manifest;
    response.writeHead(200, {
      'content-type': mediaType,
      'content-length': bytes.length,
      'docker-content-digest': digest,
    });
    response.end(request.method === 'HEAD' ? undefined : bytes);
  }

  async #blob(request: IncomingMessage, response: ServerResponse, name: string, digest: string): Promise<void> {
    await this.#travel(request.socket);
    const blob = this.#at(name).blobs.has(digest) ? this.#blobs.get(digest) : undefined;
    if (!blob) return refuse(response, 404, 'BLOB_UNKNOWN', 'blob unknown to registry');
    response.writeHead(200, {
      'content-type': 'application/octet-stream',
      'content-length': blob.size,
      'docker-content-digest': digest,
    });
    if (request.method === 'HEAD') return void response.end();
    for (const piece of piecesOf(blob)) {
      if (!response.write(piece)) await drained(response);
      if (response.destroyed) return;
    }
    response.end();
  }

  async #begin(
    request: IncomingMessage,
    response: ServerResponse,
    name: string,
    query: URLSearchParams,
  ): Promise<void> {
    request.resume();
    await this.#travel(request.socket);
    const mount = query.get('mount');
    const from = query.get('from');
    if (mount && from && this.#repositories.get(from)?.blobs.has(mount)) {
      this.counts.mounts++;
      this.#at(name).blobs.add(mount);
      const headers = { location: `/v2/${name}/blobs/${mount}`, 'docker-content-digest': mount, 'content-length': 0 };
      return void response.writeHead(201, headers).end();
    }
    const session = randomUUID();
    this.#uploads.set(session, { hash: createHash('sha256'), length: 0 });
    answerSession(response, 202, name, session, 0);
  }

  async #upload(
    request: IncomingMessage,
    response: ServerResponse,
    { name, session, digest }: { readonly name: string; readonly session: string; readonly digest: string | null },
  ): Promise<void> {
    const upload = this.#uploads.get(session);
    if (!upload) {
      request.resume();
      return refuse(response, 404, 'BLOB_UPLOAD_UNKNOWN', 'upload unknown');
    }
    await this.#receive(request, (chunk) => {
      upload.hash.update(chunk);
      upload.length += chunk.length;
    });
    await this.#travel(request.socket);
    if (request.method === 'PATCH') return answerSession(response, 202, name, session, upload.length);
    this.#uploads.delete(session);
    const found = `sha256:${upload.hash.digest('hex')}`;
    if (found !== digest) return refuse(response, 400, 'DIGEST_INVALID', 'digest does not match');
    this.counts.uploads++;
    this.#at(name).blobs.add(found);
    // Known by its size alone, unless it is one that somebody may want to read.
    if (!this.#blobs.has(found)) this.#blobs.set(found, { digest: found, size: upload.length });
    const headers = { location: `/v2/${name}/blobs/${found}`, 'docker-content-digest': found, 'content-length': 0 };
    response.writeHead(201, headers).end();
  }

  async #body(request: IncomingMessage): Promise<Buffer> {
    const chunks: Buffer[] = [];
    await this.#receive(request, (chunk) => chunks.push(chunk));
    return Buffer.concat(chunks);
  }

  /** Takes the body in, no faster than the uplink. By events: half the work of a loop over the stream. */
  #receive(request: IncomingMessage, take: (chunk: Buffer) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      request.on('data', (chunk: Buffer) => {
        this.counts.uploadedBytes += chunk.length;
        take(chunk);
        const debtMs = this.#uplink?.owes(chunk.length) ?? 0;
        if (debtMs < 1) return;
        request.pause();
        setTimeout(() => request.resume(), debtMs);
      });
      request.once('end', resolve);
      request.once('close', () => reject(new Error('The body ended early')));
    });
  }
}

/** Resolves when more may be written, or nobody reads any more. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.removeListener('drain', done);
      response.removeListener('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}

/** What ECR does for a request (inferred from the names of its operations: its guide does not list them by request). */
function operationsOf(method: string, kind: string): readonly Operation[] {
  if (kind === 'manifests') return [method === 'PUT' ? 'PutImage' : 'BatchGetImage'];
  if (kind === 'blobs') return [method === 'HEAD' ? 'BatchCheckLayerAvailability' : 'GetDownloadUrlForLayer'];
  if (kind !== 'blobs/uploads') return [];
  if (method === 'POST') return ['InitiateLayerUpload'];
  return method === 'PATCH' ? ['UploadLayerPart'] : ['CompleteLayerUpload'];
}

function referencesOf(bytes: Buffer): string[] {
  const text = bytes.toString();
  return [...text.matchAll(/"digest":"(sha256:[0-9a-f]{64})"/g)].map(([, digest = '']) => digest);
}

function answerSession(response: ServerResponse, status: number, name: string, session: string, length: number): void {
  response
    .writeHead(status, {
      location: `/v2/${name}/blobs/uploads/${session}`,
      'docker-upload-uuid': session,
      range: `0-${Math.max(length - 1, 0)}`,
      'content-length': 0,
    })
    .end();
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  const body = JSON.stringify({ errors: [{ code, message }] });
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
}
