import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { planMirror } from '#jobs';
import { LayerOutcomes } from '#registry';
import { LayerInspection } from '#rules';
import { type BlobBody, blobRegistry } from '../support/blob-registry.ts';
import { targetOfKind } from '../support/image-evidence.ts';
import { judgedImage } from '../support/judged-images.ts';
import { openWorld, plainTarget, seed, wanted } from '../support/mirror-world.ts';
import { tarArchive, tarEntry } from '../support/tar-archive.ts';

const mebibyte = 1_048_576;
/** What may be held beyond what the process had before: garbage that is not collected yet is most of it. */
const mostBytes = 200 * mebibyte;

const layerType = 'application/vnd.oci.image.layer.v1.tar';

const noise = randomBytes(16 * mebibyte);
const smallFiles = Buffer.concat(
  Array.from({ length: 256 }, (_, at) => tarEntry({ name: `app/${at}`, content: noise.subarray(0, 60_000) })),
);
const key = `-----BEGIN PRIVATE KEY-----\n${'MC4CAQAwBQYDK2VwBCIEI'.repeat(4)}\n-----END PRIVATE KEY-----\n`;
const end = tarArchive({ name: 'root/key.pem', content: key });

/** One huge file, then thousands of small ones that are all looked through, 2 GiB in all; at the end something to be found. */
function archive(each: (bytes: Buffer) => Buffer): BlobBody {
  const huge = each(tarEntry({ name: 'huge', size: 66 * noise.length }).subarray(0, 512));
  const [piece, files, last] = [noise, smallFiles, end].map(each) as [Buffer, Buffer, Buffer];
  return function* () {
    yield* inPieces(huge);
    for (let at = 0; at < 66; at++) yield* inPieces(piece);
    for (let at = 0; at < 69; at++) yield* inPieces(files);
    yield* inPieces(last);
  };
}

function* inPieces(bytes: Buffer): Generator<Buffer, void, undefined> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

const packings: readonly [name: string, (bytes: Buffer) => Buffer][] = [
  ['plain', (bytes: Buffer) => bytes],
  // Members of gzip follow each other, so that a blob of gigabytes needs no packing.
  ['gzip', (bytes: Buffer) => gzipSync(bytes, { level: 1 })],
];

/** The whole blob, never in memory, and what a manifest says of it. */
function hugeLayer(each: (bytes: Buffer) => Buffer) {
  const body = archive(each);
  const hash = createHash('sha256');
  let size = 0;
  for (const chunk of body() as Iterable<Buffer>) {
    hash.update(chunk);
    size += chunk.length;
  }
  expect(size).toBeGreaterThan(2_147_483_648);
  const before = process.memoryUsage().rss;
  let most = 0;
  return {
    layer: { digest: `sha256:${hash.digest('hex')}`, size, mediaType: '' },
    /** The same bytes, with an eye on the memory. */
    *watched() {
      let sent = 0;
      for (const chunk of body() as Iterable<Buffer>) {
        yield chunk;
        if (++sent % 256 === 0) most = Math.max(most, process.memoryUsage().rss - before);
      }
    },
    expectBounded(): void {
      process.stdout.write(`${size} bytes, ${Math.round(most / mebibyte)} MiB more memory at most\n`);
      expect(most).toBeGreaterThan(0);
      expect(most).toBeLessThan(mostBytes);
    },
  };
}

it.each(packings)('a layer of 2 GiB, %s, is read in bounded memory', async (_, each) => {
  const { layer, watched, expectBounded } = hugeLayer(each);
  const registry = blobRegistry();
  registry.putStream(layer.digest, watched);
  const outcomes = new LayerOutcomes(
    () => new LayerInspection(),
    ({ bytes }) => bytes,
  );
  const outcome = await outcomes.of({ session: registry.session, repository: 'a', layer });
  expect(outcome).toMatchObject({ found: { secrets: [{ path: 'root/key.pem', kind: 'private key' }] } });
  expectBounded();
});

it.each(packings)('a plan looks into a layer of 2 GiB, %s, in bounded memory', async (_, each) => {
  const world = await openWorld();
  const { layer, watched, expectBounded } = hugeLayer(each);
  seed(world.source, 'a', '1', judgedImage({ layers: [{ ...layer, mediaType: layerType }] }));
  world.source.intercept = async ({ url, method }, response) => {
    if (method !== 'GET' || !url.endsWith(layer.digest)) return false;
    response.writeHead(200, { 'content-length': layer.size });
    for (const chunk of watched()) if (!response.write(chunk)) await once(response, 'drain');
    response.end();
    return true;
  };
  const settings = { attestations: [], derive: [], grades: [], target: targetOfKind('marketplace'), folder: '/' };
  const trust = { ...settings, depth: 'layers' as const };
  const input = { images: [wanted('a:1', 'a:1')], ignored: [], target: plainTarget, trust, warnings: [] };
  const { items } = await planMirror(input, world.gateways, { emit: world.emit });
  expect(items).toMatchObject([{ outcome: 'failed', code: 'private-key-in-image' }]);
  expectBounded();
});
