import type { Metafile } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { buildOptions, bundles } from '../../.ci/bundles.mjs';
import { rooms } from '../../.ci/rooms.mjs';
import { builtGraphs } from '../support/built-programs.ts';
import { forbiddenEdges, packagesIn, roomsIn } from './bundle-graph.ts';

/** A bundle that cannot be built fails every test here: nothing is skipped. */
async function graph(name: string): Promise<Metafile> {
  const built = (await builtGraphs())[name];
  if (!built) throw new Error(`There is no bundle ${name}`);
  return built;
}

/** The names of the bundles whose graph the test holds for. */
async function bundlesWhere(holds: (built: Metafile) => boolean): Promise<string[]> {
  const names = [];
  for (const name of Object.keys(bundles)) if (holds(await graph(name))) names.push(name);
  return names;
}

/** Whether a room runs anywhere: no Node, and nothing of VS Code. */
function isPure(room: string): boolean {
  const { node, packages } = rooms[room] ?? {};
  return Array.isArray(node) && node.length === 0 && !packages?.includes('vscode');
}

describe('the bundles', () => {
  it.each(Object.keys(bundles))('%s imports only what the house plan permits', async (name) => {
    expect(forbiddenEdges(await graph(name))).toEqual([]);
  });

  it('hold the SDK only in the aws bundle, and in the program that goes into an image', async () => {
    const isSdk = (name: string) => /^@(aws-sdk|smithy|aws)\//.test(name);
    expect(await bundlesWhere((built) => [...packagesIn(built)].some(isSdk))).toEqual(['aws', 'license-check']);
  });

  it("keep the image's program to what it needs, and small", async () => {
    const built = await graph('license-check');
    const [output] = Object.values(built.outputs).filter(({ entryPoint }) => entryPoint !== undefined);
    // Pages of codes and their cures are for other programs.
    // What was looked at and shaken off again is not in the bundle.
    const held = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
    const clients = held.flatMap(([file]) => /(@aws-sdk\/client-[^/]+)/.exec(file)?.[1] ?? []);
    expect([...new Set(clients)].sort()).toEqual(['@aws-sdk/client-license-manager', '@aws-sdk/client-sts']);
    expect(held.filter(([file]) => file.startsWith('src/problem/codes/'))).toEqual([]);
    // Of the platform and what it stands on there is the way through proxies, and nothing else.
    const own = held.flatMap(([file]) => /^src\/((?:platform\/network|[^/]+)\/)/.exec(file)?.[1] ?? []);
    expect([...new Set(own)].sort()).toEqual([
      'aws/',
      'license-check/',
      'license/',
      'platform/',
      'platform/network/',
      'problem/',
      'registry/',
    ]);
    expect(output?.bytes ?? Number.POSITIVE_INFINITY).toBeLessThan(400_000);
  });

  it('hold OpenPGP only in the attestation bundle, with nothing made short: its licence lets people replace it', async () => {
    expect(await bundlesWhere((built) => packagesIn(built).has('openpgp'))).toEqual(['attestation']);
    const inputs = Object.keys((await graph('attestation')).inputs);
    expect(inputs.filter((file) => file.includes('/openpgp/'))).toEqual([expect.stringMatching(/\/openpgp\.mjs$/)]);
    const { attestation } = bundles;
    const options = attestation && buildOptions(attestation);
    expect([options?.minifyIdentifiers, options?.minifySyntax, options?.minifyWhitespace]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it.each(['cli', 'worker'])('keep the lazy rooms out of %s', async (name) => {
    const held = roomsIn(await graph(name));
    expect(held).toContain(name);
    expect([...held].filter((room) => ['aws', 'sandbox', 'attestation', 'extension'].includes(room))).toEqual([]);
  });

  it.each([
    ['extension', 'activate', 115_000],
    ['actions', 'actions', 150_000],
    ['editing', 'editing', 75_000],
    ['licensing', 'licensing', 50_000],
  ])("keep the editor's process thin, also in %s: what works is the worker's", async (name, entry, most) => {
    const built = await graph(name);
    const [, output] = Object.entries(built.outputs).find(([file]) => file.endsWith(`${name}.cjs`)) ?? [];
    // What was looked at and shaken off again is not in the bundle.
    const held = Object.entries(output?.inputs ?? {}).flatMap(([file, { bytesInOutput }]) =>
      bytesInOutput > 0 ? [file] : [],
    );
    expect(held).toContain(`src/extension/${entry}.ts`);
    expect(held.filter((file) => file.includes('node_modules'))).toEqual([]);
    expect(held.filter((file) => /^src\/(aws|cli|platform|sandbox|worker)\//.test(file))).toEqual([]);
    // The worker's errors bring their advice along.
    expect(held.filter((file) => file.startsWith('src/problem/codes/'))).toEqual([]);
    expect(output?.bytes ?? Number.POSITIVE_INFINITY).toBeLessThan(most);
  });

  it("load in every window no more of the editor's room than nobody can do without: an action waits to be asked for", async () => {
    const files = Object.keys((await graph('extension')).inputs);
    expect(files).toContain('src/extension/jobs/register-jobs.ts');
    expect(files.filter((file) => /^src\/extension\/(jobs\/commands\/|actions\.ts$)/.test(file))).toEqual([]);
  });

  it('keep the languages of a release to themselves, small, and free of everything that works', async () => {
    const built = await graph('language');
    const [output] = Object.values(built.outputs).filter(({ entryPoint }) => entryPoint !== undefined);
    expect([...roomsIn(built)].filter((room) => !(room in rooms && isPure(room)))).toEqual([]);
    expect(packagesIn(built)).not.toContain('vscode');
    expect(output?.bytes ?? Number.POSITIVE_INFINITY).toBeLessThan(650_000);
    for (const name of ['extension', 'actions', 'editing', 'licensing']) {
      expect(Object.keys((await graph(name)).inputs).filter((file) => file.startsWith('src/language/'))).toEqual([]);
    }
  });

  it('import vscode only in the editor', async () => {
    const importsVscode = (built: Metafile) =>
      Object.values(built.inputs).some(({ imports }) => imports.some(({ path }) => path === 'vscode'));
    expect(await bundlesWhere(importsVscode)).toEqual(['extension', 'actions', 'editing', 'licensing']);
  });

  it('keep the sandbox apart from everything of ours', async () => {
    expect([...roomsIn(await graph('sandbox'))]).toEqual(['sandbox']);
  });

  it('keep the faces out of everything but their own bundle', async () => {
    const holders = { cli: ['cli'], worker: ['worker'], extension: ['extension', 'actions', 'editing', 'licensing'] };
    for (const [face, own] of Object.entries(holders))
      expect(await bundlesWhere((built) => roomsIn(built).has(face))).toEqual(own);
  });

  it('take zod only in its small form', async () => {
    const isClassic = (file: string) => file.includes('node_modules/zod/v4/classic/');
    expect(await bundlesWhere((built) => Object.keys(built.inputs).some(isClassic))).toEqual([]);
  });
});
