import path from 'node:path';
import { build, type Metafile } from 'esbuild';
import { type Bundle, buildOptions, bundles, root } from '../../.ci/bundles.mjs';
import { refusal } from '../../.ci/rooms.mjs';

/** Builds a bundle as `npm run build` does, but in memory; `directory` is where `src` lies. */
export async function graphOf(bundle: Bundle, directory = root): Promise<Metafile> {
  const options = { ...buildOptions(bundle, directory), write: false, sourcemap: false } as const;
  const { metafile, warnings } = await build(options);
  // A warning is a defect at run time: import.meta, for one, is empty in CommonJS.
  if (warnings.length > 0)
    throw new Error(warnings.map(({ text, location }) => `${location?.file}: ${text}`).join('\n'));
  return metafile;
}

/** Every import in the bundle that the house plan does not permit, as `file → import: why`. */
export function forbiddenEdges({ inputs }: Metafile): string[] {
  return Object.entries(inputs).flatMap(([file, { imports }]) => {
    const room = roomOf(file);
    if (room === undefined) return [];
    return imports.flatMap((edge) => {
      const { written, resolved } = lazyBundle(edge.path) ?? {
        written: edge.original ?? edge.path,
        resolved: edge.path,
      };
      const why = fault(file, room, written, resolved);
      return why === undefined ? [] : [`${file} → ${written}: ${why}`];
    });
  });
}

/** The rooms of ours in a bundle. */
export function roomsIn({ inputs }: Metafile): Set<string> {
  return new Set(Object.keys(inputs).flatMap((file) => roomOf(file) ?? []));
}

/** The npm packages in a bundle. */
export function packagesIn({ inputs }: Metafile): Set<string> {
  return new Set(Object.keys(inputs).flatMap((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []));
}

function fault(file: string, room: string, written: string, resolved: string): string | undefined {
  if (!written.startsWith('.')) return refusal(room, written);
  return roomOf(path.posix.normalize(resolved)) === room
    ? undefined
    : `leaves src/${room} by a path (${path.posix.dirname(file)})`;
}

function roomOf(file: string): string | undefined {
  return /^src\/([^/]+)\//.exec(file)?.[1];
}

/** `./aws.cjs`, as the build writes it, stands for `#aws`; that of a part for the file that is its entry. */
function lazyBundle(imported: string): { readonly written: string; readonly resolved: string } | undefined {
  const [name = '', bundle] =
    Object.entries(bundles).find(([, { out }]) => `./${path.basename(out)}` === imported) ?? [];
  if (!bundle) return undefined;
  return bundle.part
    ? { written: `./${name}.ts`, resolved: bundle.entry }
    : { written: `#${name}`, resolved: imported };
}
