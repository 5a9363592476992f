import { gzipSync } from 'node:zlib';
import type { ChartInput } from '#chart';
import { paxHeader, type TarEntry, tarArchive } from './tar-archive.ts';

/** A chart as an archive, in pieces of a size that fits nothing. */
export function archiveInput(bytes: Uint8Array, pieceBytes = 9999): ChartInput {
  return {
    kind: 'archive',
    async *open() {
      for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
    },
  };
}

/** A chart as a folder. */
export function folderInput(files: Readonly<Record<string, string | Uint8Array>>): ChartInput {
  return {
    kind: 'folder',
    files: Object.entries(files).map(([path, content]) => ({
      path,
      async *open() {
        yield Buffer.from(content);
      },
    })),
  };
}

/** A chart's archive of files, below a folder. */
export function chartArchive(files: Readonly<Record<string, string | Uint8Array>>, root = 'app'): Buffer {
  const parts = Object.entries(files).flatMap(([path, content]) => {
    const name = `${root}/${path}`;
    const entry = { name: name.slice(0, 90), content };
    return name.length > 90 ? [paxHeader({ path: name }), entry] : [entry];
  });
  return gzipSync(tarArchive(...parts));
}

/** An archive of entries that can say anything, behind a `Chart.yaml`. */
export function strangeArchive(...parts: readonly (TarEntry | Buffer)[]): Buffer {
  return gzipSync(tarArchive({ name: 'app/Chart.yaml', content: chartYaml }, ...parts));
}

/** The least that Helm takes. */
export const chartYaml = 'apiVersion: v2\nname: app\nversion: 1.0.0\n';
