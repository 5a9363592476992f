import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { buildOptions, bundles, root } from '../../.ci/bundles.mjs';

/**
 * The programs as they are shipped, built for the tests of one file.
 * @param wanted the bundles that they need
 * @param plugins what is to be built otherwise than it is shipped
 * @returns the folder with `cli.cjs` and the others
 */
export async function builtPrograms(
  name: string,
  wanted: readonly string[] = ['cli', 'aws', 'sandbox', 'worker'],
  plugins: readonly Plugin[] = [],
): Promise<string> {
  const folder = path.join('.cache', 'tests', name);
  await mkdir(path.join(root, folder, 'dist'), { recursive: true });
  await copyFile(path.join(root, 'package.json'), path.join(root, folder, 'package.json'));
  const programs = Object.entries(bundles).filter(([bundle]) => wanted.includes(bundle));
  await Promise.all(
    programs.map(([, bundle]) => {
      const options = buildOptions({ ...bundle, out: path.join(folder, bundle.out) });
      return build({ ...options, plugins: [...plugins, ...(options.plugins ?? [])] });
    }),
  );
  return path.join(root, folder, 'dist');
}
