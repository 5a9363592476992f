import { createHash, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { type ChartInput, packChart, readChart } from '#chart';
import { chartYaml } from '../support/chart-inputs.ts';
import { tarArchive, tarEntry } from '../support/tar-archive.ts';

const mebibyte = 1_048_576;
/** What may be held beyond what the process had before: garbage that is not collected yet is most of it. */
const mostBytes = 200 * mebibyte;

const noise = randomBytes(16 * mebibyte);
/** A file of a chart: a part of the noise, as often as it takes. */
interface Large {
  readonly path: string;
  readonly pieces: readonly Uint8Array[];
}

const huge: Large = {
  path: 'files/huge.bin',
  pieces: [...Array.from({ length: 12 }, () => noise), noise.subarray(0, -2 * mebibyte)],
};
/** Few of them are small enough, together, to be held. */
const thousands: readonly Large[] = Array.from({ length: 4000 }, (_, at) => ({
  path: `files/${String(at).padStart(4, '0')}.bin`,
  pieces: [noise.subarray(at * 1000, at * 1000 + 52_000)],
}));
const templates: readonly Large[] = [
  { path: 'Chart.yaml', pieces: [Buffer.from(chartYaml)] },
  { path: 'templates/a.yaml', pieces: [Buffer.from('a: 1\n')] },
];

let most = 0;
let before = 0;
let watched = 0;
function watch(bytes: Uint8Array): Uint8Array {
  if (++watched % 64 === 0) most = Math.max(most, process.memoryUsage().rss - before);
  return bytes;
}

function folder(files: readonly Large[]): ChartInput {
  const open = ({ pieces }: Large) =>
    async function* () {
      for (const piece of pieces) yield* inPieces(piece);
    };
  return { kind: 'folder', files: files.map((file) => ({ path: file.path, open: open(file) })) };
}

function archive(files: readonly Large[]): ChartInput {
  // Members of gzip follow each other, so that all of it need not be packed at once. What is packed is kept by the test, outside of what is measured.
  const members = files.map(({ path, pieces }) => {
    const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
    const header = tarEntry({ name: `app/${path}`, size }).subarray(0, 512);
    const packed = new Map([...new Set(pieces)].map((piece) => [piece, gzipSync(piece, { level: 1 })]));
    const padding = gzipSync(Buffer.alloc((512 - (size % 512)) % 512), { level: 1 });
    return [gzipSync(header), ...pieces.map((piece) => packed.get(piece) ?? Buffer.alloc(0)), padding];
  });
  const end = gzipSync(tarArchive());
  return {
    kind: 'archive',
    async *open() {
      for (const member of members) for (const piece of member) yield* inPieces(piece);
      yield end;
    },
  };
}

function* inPieces(bytes: Uint8Array): Generator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += 65_536) yield watch(bytes.subarray(at, at + 65_536));
}

/** By what was packed: of the same files there is one. */
const digests = new Map<string, string>();

it.each<[string, string, () => ChartInput]>([
  ['an archive with one file of 190 MB', 'huge', () => archive([...templates, huge])],
  ['an archive of 4,000 files', 'thousands', () => archive([...templates, ...thousands])],
  [
    'an archive of 4,000 files in another order',
    'thousands',
    () => archive([...templates, ...[...thousands].reverse()]),
  ],
  ['a folder with one file of 190 MB', 'huge', () => folder([...templates, huge])],
  ['a folder of 4,000 files', 'thousands', () => folder([...templates, ...thousands])],
])('a chart of 200 MB, %s, is read and packed in bounded memory', async (name, content, make) => {
  const input = make();
  before = process.memoryUsage().rss;
  most = 0;
  const began = performance.now();
  const chart = await readChart(input);
  const total = chart.files.reduce((sum, { size }) => sum + size, 0);
  expect(total).toBeGreaterThan(195_000_000);
  const hash = createHash('sha256');
  for await (const piece of packChart('app', chart.files, input)) hash.update(watch(piece));
  const seconds = Math.round((performance.now() - began) / 1000);
  process.stdout.write(
    `${name}: ${total} bytes; ${Math.round(most / mebibyte)} MiB more memory at most, ${seconds} s\n`,
  );
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(mostBytes);
  const digest = hash.digest('hex');
  expect(digests.get(content) ?? digest).toBe(digest);
  digests.set(content, digest);
});
