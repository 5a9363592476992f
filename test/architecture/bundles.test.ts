import { describe, expect, it } from 'vitest';
import { bundles } from '../../.ci/bundles.mjs';
import { forbiddenEdges, graphOf, packagesIn, roomsIn } from './bundle-graph.ts';

/** Built once, when a test asks. A bundle that cannot be built fails every test that looks at it: nothing is skipped. */
const graphs = new Map<string, ReturnType<typeof graphOf>>();

function graph(name: string): ReturnType<typeof graphOf> {
  const bundle = bundles[name];
  if (!bundle) throw new Error(`There is no bundle ${name}`);
  const known = graphs.get(name) ?? graphOf(bundle);
  graphs.set(name, known);
  return known;
}

/** The names of the bundles whose graph the test holds for. */
async function bundlesWhere(holds: (built: Awaited<ReturnType<typeof graphOf>>) => boolean): Promise<string[]> {
  const names = [];
  for (const name of Object.keys(bundles)) if (holds(await graph(name))) names.push(name);
  return names;
}

describe('the bundles', () => {
  it.each(Object.keys(bundles))('%s imports only what the house plan permits', async (name) => {
    expect(forbiddenEdges(await graph(name))).toEqual([]);
  });

  it('hold the SDK only in the aws bundle', async () => {
    const isSdk = (name: string) => /^@(aws-sdk|smithy|aws)\//.test(name);
    expect(await bundlesWhere((built) => [...packagesIn(built)].some(isSdk))).toEqual(['aws']);
  });

  it('keep the lazy rooms out of the command line', async () => {
    const held = roomsIn(await graph('cli'));
    expect(held).toContain('cli');
    expect([...held].filter((room) => ['aws', 'sandbox', 'extension'].includes(room))).toEqual([]);
  });

  it('keep the sandbox apart from everything of ours', async () => {
    expect([...roomsIn(await graph('sandbox'))]).toEqual(['sandbox']);
  });

  it('keep the faces out of everything but their own bundle', async () => {
    expect(await bundlesWhere((built) => roomsIn(built).has('cli'))).toEqual(['cli']);
  });

  it('take zod only in its small form', async () => {
    const isClassic = (file: string) => file.includes('node_modules/zod/v4/classic/');
    expect(await bundlesWhere((built) => Object.keys(built.inputs).some(isClassic))).toEqual([]);
  });
});
