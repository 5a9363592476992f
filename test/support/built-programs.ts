import { copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import { inject } from 'vitest';
import { buildOptions, bundles, root } from '../../.ci/bundles.mjs';
import { until } from './worker-process.ts';

/** What came of the build of a run: the graph of each bundle, or why there is none. */
interface Built {
  readonly graphs: Readonly<Record<string, Metafile>>;
  readonly failure?: string;
}

let built: Promise<Built> | undefined;

/**
 * The programs as they are shipped, built once in a run of all tests, when the first of them asks.
 * @returns the folder with `cli.cjs` and the others
 */
export async function builtPrograms(): Promise<string> {
  await builtGraphs();
  return path.join(inject('programs'), 'dist');
}

/** The graph of each of these programs, by the name of its bundle. */
export async function builtGraphs(): Promise<Built['graphs']> {
  built ??= buildOnce(inject('programs'));
  const { graphs, failure } = await built;
  if (failure !== undefined) throw new Error(failure);
  return graphs;
}

/**
 * Builds programs for one test file.
 * @param plugins what is to be built otherwise than it is shipped
 * @returns the folder with `cli.cjs` and the others
 */
export async function buildPrograms(name: string, plugins: readonly Plugin[] = []): Promise<string> {
  const folder = path.join(root, '.cache', 'tests', name);
  await buildInto(folder, plugins);
  return path.join(folder, 'dist');
}

/** Whoever is the first of the processes that run tests builds, and the others wait for what it says. */
async function buildOnce(folder: string): Promise<Built> {
  const file = path.join(folder, 'built.json');
  const isFirst = await mkdir(path.join(folder, 'dist')).then(
    () => true,
    () => false,
  );
  if (isFirst) {
    const result: Built = await buildInto(folder).then(
      (graphs) => ({ graphs }),
      (error) => ({ graphs: {}, failure: String(error) }),
    );
    await writeFile(`${file}.tmp`, JSON.stringify(result));
    await rename(`${file}.tmp`, file);
  }
  return JSON.parse(await until(() => readFile(file, 'utf8').catch(() => undefined)));
}

async function buildInto(folder: string, plugins: readonly Plugin[] = []): Promise<Built['graphs']> {
  await mkdir(path.join(folder, 'dist'), { recursive: true });
  await copyFile(path.join(root, 'package.json'), path.join(folder, 'package.json'));
  const graphs = Object.entries(bundles).map(async ([name, bundle]) => {
    const options = buildOptions(bundle);
    const outfile = path.join(folder, bundle.out);
    const { metafile, warnings } = await build({
      ...options,
      outfile,
      plugins: [...plugins, ...(options.plugins ?? [])],
    });
    // A warning is a defect at run time: import.meta, for one, is empty in CommonJS.
    if (warnings.length > 0)
      throw new Error(warnings.map(({ text, location }) => `${location?.file}: ${text}`).join('\n'));
    return [name, metafile] as const;
  });
  return Object.fromEntries(await Promise.all(graphs));
}
