import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface UpstreamOptions {
  readonly images: number;
  /** Bytes of the one layer that each image has. */
  readonly layerBytes: number;
  /** What the names of its images begin with, and so what is in them. */
  readonly name: string;
}

interface Content {
  readonly type: string;
  readonly size: number;
  /** The content, piece by piece; a layer is the same piece over and over, so that it takes neither memory nor disk. */
  readonly pieces: () => Iterable<Buffer>;
}

const pieceBytes = 1_048_576;
const manifestType = 'application/vnd.oci.image.manifest.v1+json';

/**
 * A registry on this machine with images of any size, whose layers come when the test says so: what a job is in the middle of, the test
 * decides and not the speed of the machine.
 */
export class Upstream {
  readonly #server = createServer(
    (request, response) => void this.#answer(request.url ?? '', request.method, response),
  );
  readonly #blobs = new Map<string, Content>();
  readonly #tags = new Map<string, string>();
  readonly #names: string[] = [];
  #gate: Promise<void> | undefined;
  #open: (() => void) | undefined;
  /** Layers that were asked for. */
  layersAsked = 0;

  constructor({ images, layerBytes, name }: UpstreamOptions) {
    for (let at = 0; at < images; at++) this.#addImage(`${name}-part${at + 1}`, layerBytes);
  }

  async start(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** An image list with all of it: destination and source. The destinations are repositories that the sandbox's sample has. */
  list(destinations: readonly string[]): string {
    return `${this.#names.map((name, at) => `${destinations[at]} ${this.host}/upstream/${name}:1.0.0`).join('\n')}\n`;
  }

  /** From now on a layer stops after its first piece, until {@link release}. */
  hold(): void {
    this.#gate = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  release(): void {
    this.#open?.();
    this.#gate = undefined;
  }

  async close(): Promise<void> {
    this.release();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #addImage(name: string, layerBytes: number): void {
    const piece = Buffer.alloc(pieceBytes, `${name} of the upstream. `);
    const layer = this.#add('application/octet-stream', layerBytes, () => repeated(piece, layerBytes));
    const config = Buffer.from(
      JSON.stringify({
        os: 'linux',
        architecture: 'amd64',
        config: { User: '1001' },
        rootfs: { type: 'layers', diff_ids: [layer] },
      }),
    );
    const configDigest = this.#add('application/octet-stream', config.length, () => [config]);
    const manifest = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: manifestType,
        config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: configDigest, size: config.length },
        layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: layer, size: layerBytes }],
      }),
    );
    this.#tags.set(
      `${name}:1.0.0`,
      this.#add(manifestType, manifest.length, () => [manifest]),
    );
    this.#names.push(name);
  }

  #add(type: string, size: number, pieces: () => Iterable<Buffer>): string {
    const hash = createHash('sha256');
    for (const piece of pieces()) hash.update(piece);
    const digest = `sha256:${hash.digest('hex')}`;
    this.#blobs.set(digest, { type, size, pieces });
    return digest;
  }

  async #answer(url: string, method: string | undefined, response: ServerResponse): Promise<void> {
    const found = /^\/v2\/upstream\/([^/]+)\/(manifests|blobs)\/([^/]+)$/.exec(url);
    const [, name = '', kind, reference = ''] = found ?? [];
    const digest = kind === 'manifests' ? (this.#tags.get(`${name}:${reference}`) ?? reference) : reference;
    const content = this.#blobs.get(digest);
    if (!content) {
      response.writeHead(url === '/v2/' ? 200 : 404).end('{}');
      return;
    }
    response.writeHead(200, {
      'content-type': content.type,
      'content-length': content.size,
      'docker-content-digest': digest,
    });
    if (method === 'HEAD') response.end();
    else await this.#send(content, response);
  }

  async #send({ pieces, size }: Content, response: ServerResponse): Promise<void> {
    if (size >= pieceBytes) this.layersAsked++;
    for (const piece of pieces()) {
      if (response.destroyed) return;
      if (!response.write(piece)) await drained(response);
      if (size >= pieceBytes) await this.#gate;
    }
    response.end();
  }
}

/** Resolves when more can be written, or nobody reads any more; no listener stays behind, though this is asked for every piece. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      response.off('drain', go).off('close', go);
      resolve();
    };
    response.once('drain', go).once('close', go);
  });
}

function* repeated(piece: Buffer, bytes: number): Iterable<Buffer> {
  for (let left = bytes; left > 0; left -= piece.length) yield left < piece.length ? piece.subarray(0, left) : piece;
}
