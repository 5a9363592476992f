import vm from 'node:vm';
import { build, type Plugin } from 'esbuild';
import { root } from '../../.ci/bundles.mjs';
import { hostGlobals, nodeGlobals } from '../../.ci/rooms.mjs';

/** Rooms that an editor in a browser could load, and what stands below them. */
export const webRooms = ['problem', 'reference', 'formats', 'release', 'catalog', 'rules', 'language'] as const;

/** What stands in place of a name that only Node has, so that it can be found in a bundle. */
const mark = 'ONLY_IN_NODE_';

/** A test file takes these of whoever runs it. */
const testing: Plugin = {
  name: 'testing',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^vitest$/ }, () => ({ path: 'vitest', namespace: 'testing' }));
    onLoad({ filter: /.*/, namespace: 'testing' }, () => ({
      contents: 'export const { describe, it, expect } = testing;',
    }));
  },
};

export interface WebBundle {
  readonly code: string;
  /** Free names of the code that only Node has, used or not. */
  readonly nodeNames: readonly string[];
  /** Source files in it, from the root. */
  readonly files: readonly string[];
}

/**
 * Bundles a module for browsers, as one script. An import of a module of Node fails the build.
 * @param contents the module, as if it stood at the root
 */
export async function webBundle(contents: string): Promise<WebBundle> {
  const names = [...hostGlobals, ...nodeGlobals].filter((name) => !webGlobals.has(name));
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    // Whatever is in a room counts, also what nobody calls.
    ignoreAnnotations: true,
    treeShaking: false,
    define: Object.fromEntries(names.map((name) => [name, `${mark}${name}`])),
    plugins: [testing],
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const code = outputFiles[0]?.text ?? '';
  const found = [...code.matchAll(new RegExp(`\\b${mark}(\\w+)`, 'g'))].map(([, name = '']) => name);
  return { code, nodeNames: [...new Set(found)].sort(), files: Object.keys(metafile.inputs) };
}

/** Of the names that rooms may not use, those that a browser has. */
const webGlobals = new Set(['fetch', 'setInterval', 'setTimeout']);

/** Runs a script where there is the language itself, a little of the web, what is given, and nothing of Node; code from texts is refused. */
export function runInWeb(code: string, given: Readonly<Record<string, unknown>> = {}): void {
  const web = { URL, TextDecoder, TextEncoder, structuredClone };
  const context = vm.createContext({ ...web, ...given }, { codeGeneration: { strings: false, wasm: false } });
  // A context looks each global up through Node: as names of a function they cost nothing.
  const names: string[] = vm.runInContext('Object.getOwnPropertyNames(globalThis)', context);
  const own = names.filter((name) => /^[A-Z]\w*$/.test(name) && !/^(?:NaN|Infinity)$/.test(name)).join();
  vm.runInContext(`(({${own}}) => {\n${code}\n})(globalThis)`, context, { filename: 'web-bundle.js' });
}
