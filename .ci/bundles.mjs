// What is shipped: each bundle with its entry. The build and the test on the bundles both read this, so that what is tested is
// what is built.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} Bundle
 * @property {string} entry        source file, from the root
 * @property {string} out          file in dist/
 * @property {boolean} [program]   begins with a #! line and is executable
 * @property {boolean} [editor]    runs in an editor's Node, which is newer than the command line's
 * @property {boolean} [part]      a part of its entry's room, loaded by `await import` of the entry on first use
 * @property {boolean} [small]     names are made short too
 * @property {string} [holds]     a lazy room of which it holds what it uses, for nothing lies beside it
 * @property {boolean} [readable]  nothing is made short: it holds a library that people may replace (LGPL)
 */

/** @type {Readonly<Record<string, Bundle>>} */
export const bundles = {
  extension: { entry: 'src/extension/activate.ts', out: 'dist/extension.cjs', editor: true, small: true },
  actions: { entry: 'src/extension/actions.ts', out: 'dist/actions.cjs', editor: true, part: true },
  editing: { entry: 'src/extension/editing.ts', out: 'dist/editing.cjs', editor: true, part: true },
  licensing: { entry: 'src/extension/licensing.ts', out: 'dist/licensing.cjs', editor: true, part: true },
  language: { entry: 'src/language/index.ts', out: 'dist/language.cjs', editor: true },
  worker: { entry: 'src/worker/main.ts', out: 'dist/worker.cjs', editor: true },
  cli: { entry: 'src/cli/main.ts', out: 'dist/cli.cjs', program: true },
  aws: { entry: 'src/aws/index.ts', out: 'dist/aws.cjs' },
  sandbox: { entry: 'src/sandbox/index.ts', out: 'dist/sandbox.cjs' },
  'license-check': { entry: 'src/license-check/main.ts', out: 'dist/license-check.cjs', small: true, holds: 'aws' },
  attestation: { entry: 'src/attestation/index.ts', out: 'dist/attestation.cjs', readable: true },
};

export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Rooms that are bundles of their own, loaded by `await import('#room')` on first use: the SDK takes longer to load than
 * everything else together, and most commands need neither; nor does a window in which nobody opens a file of a release need their languages.
 * OpenPGP is larger than the command line, and its licence (LGPL) asks for a file of its own that can be replaced.
 */
const lazyRooms = /^#(aws|sandbox|language|attestation)$/;

/**
 * `import('#aws')` becomes `require('./aws.cjs')`, called when the import is reached: with dynamic import declared unsupported,
 * esbuild writes it so. A static import would put the whole room in the wrong bundle and is refused.
 * @param {string} [held] the room that is held after all
 * @returns {import('esbuild').Plugin}
 */
const lazyBundles = (held) => ({
  name: 'lazy-bundles',
  setup(build) {
    build.onResolve({ filter: lazyRooms }, ({ path, kind, importer }) => {
      if (path === `#${held}`) return undefined;
      if (kind === 'dynamic-import') return { path: `./${path.slice(1)}.cjs`, external: true };
      return { errors: [{ text: `${path} is a lazy bundle: load it with await import('${path}') (${importer})` }] };
    });
  },
});

/**
 * A part of a room is loaded likewise: `import('./actions.ts')` becomes `require('./actions.cjs')`.
 * @type {import('esbuild').Plugin}
 */
const lazyParts = {
  name: 'lazy-parts',
  setup(build) {
    const { absWorkingDir = root } = build.initialOptions;
    const parts = new Map(
      Object.values(bundles).flatMap(({ entry, out, part }) => (part ? [[path.join(absWorkingDir, entry), out]] : [])),
    );
    build.onResolve({ filter: /^\.\.?\// }, ({ path: written, kind, importer, resolveDir }) => {
      const out = kind === 'entry-point' ? undefined : parts.get(path.join(resolveDir, written));
      if (out === undefined) return undefined;
      if (kind === 'dynamic-import') return { path: `./${path.basename(out)}`, external: true };
      return {
        errors: [{ text: `${written} is a lazy bundle: load it with await import('${written}') (${importer})` }],
      };
    });
  },
};

/**
 * The esbuild options of a bundle.
 * @param {Bundle} bundle
 * @param {string} [workingDirectory] where `entry` and `out` are taken from; the tests plant trees elsewhere
 * @returns {import('esbuild').BuildOptions & { metafile: true }}
 */
export function buildOptions(bundle, workingDirectory = root) {
  return {
    absWorkingDir: workingDirectory,
    entryPoints: [bundle.entry],
    outfile: bundle.out,
    bundle: true,
    platform: 'node',
    target: bundle.editor ? 'node22' : 'node20',
    // The editor's own module; nobody else has it.
    external: ['vscode'],
    // CommonJS, because it loads faster than ES modules, in an editor and out of it.
    format: 'cjs',
    // The packages' ES sources: half the SDK's size, and jsonc-parser's other form does not bundle.
    mainFields: ['module', 'main'],
    supported: { 'dynamic-import': false },
    // OpenPGP.js asks from where to require Node's own modules; any place will do, and a CommonJS file has no URL.
    define: bundle.readable ? { 'import.meta.url': '"/"' } : {},
    plugins: [lazyBundles(bundle.holds), lazyParts],
    // Names stay, so that a stack trace in a bug report can be read; but what an editor loads in every window is small.
    minifyIdentifiers: bundle.small === true,
    minifySyntax: bundle.readable !== true,
    minifyWhitespace: bundle.readable !== true,
    legalComments: 'eof',
    sourcemap: 'linked',
    banner: bundle.program ? { js: '#!/usr/bin/env node' } : {},
    metafile: true,
    logLevel: 'silent',
  };
}
