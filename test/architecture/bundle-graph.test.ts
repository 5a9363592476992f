import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { forbiddenEdges, graphOf, packagesIn, roomsIn } from './bundle-graph.ts';

const trees: string[] = [];
afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true, force: true });
});

/** A small house in which every import is permitted, with the given files added or changed. */
function house(changes: Record<string, string> = {}, entry = 'src/cli/main.ts') {
  const tree = mkdtempSync(path.join(tmpdir(), 'bundle-'));
  trees.push(tree);
  const files: Record<string, string> = {
    'package.json': '{"type":"module","imports":{"#*":"./src/*/index.ts"}}',
    'node_modules/yaml/index.js': 'export const yaml = 1;',
    'node_modules/@aws-sdk/client-ecr/index.js': 'export const ecr = 1;',
    'src/problem/index.ts': "export * from './inner/problem.ts';",
    'src/problem/inner/problem.ts': "export { problem } from '../shared.ts';",
    'src/problem/shared.ts': 'export const problem = 1;',
    'src/jobs/index.ts': "export { problem as plan } from '#problem';",
    'src/formats/index.ts': "export { yaml } from 'yaml';",
    'src/aws/index.ts': "export { ecr } from '@aws-sdk/client-ecr';",
    'src/cli/main.ts':
      "import { plan } from '#jobs'; import { yaml } from '#formats'; import fs from 'node:fs'; import('#aws').then((aws) => fs.writeSync(1, String([aws, plan, yaml])));",
    ...changes,
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(tree, file)), { recursive: true });
    writeFileSync(path.join(tree, file), text);
  }
  return graphOf({ entry, out: 'dist/cli.cjs', program: true }, tree);
}

describe('the check on the bundles', () => {
  it('finds nothing in a house in order, and sees what is in it', async () => {
    const graph = await house();
    expect(forbiddenEdges(graph)).toEqual([]);
    expect([...roomsIn(graph)].sort()).toEqual(['cli', 'formats', 'jobs', 'problem']);
    expect([...packagesIn(graph)]).toEqual(['yaml']);
  });

  it.each<[string, string, string, string]>([
    [
      'a room that it may not use',
      'src/problem/shared.ts',
      "import { yaml } from '#formats'; export const problem = yaml;",
      '#formats',
    ],
    ['a face', 'src/jobs/index.ts', "export * as plan from '#cli';", '#cli'],
    ['a lazy room', 'src/jobs/index.ts', "export const plan = () => import('#aws');", '#aws'],
    ['the SDK', 'src/jobs/index.ts', "export { ecr as plan } from '@aws-sdk/client-ecr';", '@aws-sdk/client-ecr'],
    ['Node', 'src/problem/shared.ts', "export { sep as problem } from 'node:path';", 'node:path'],
    ['a package', 'src/jobs/index.ts', "export { yaml as plan } from 'yaml';", 'yaml'],
    [
      'the inside of a room',
      'src/jobs/index.ts',
      "export { problem as plan } from '../problem/shared.ts';",
      '../problem/shared.ts',
    ],
    [
      'something outside src',
      'src/jobs/index.ts',
      "export { name as plan } from '../../package.json';",
      '../../package.json',
    ],
  ])('reports an import of %s', async (_what, file, text, written) => {
    const graph = await house({ [file]: text, 'src/cli/index.ts': 'export const x = 1;' });
    expect(forbiddenEdges(graph).map((edge) => edge.split(': ')[0])).toEqual([`${file} → ${written}`]);
  });

  it('refuses a lazy room that is imported at once', async () => {
    await expect(house({ 'src/cli/main.ts': "import '#aws';" })).rejects.toThrow(/#aws is a lazy bundle/);
  });

  it('refuses a part of a room that is imported at once, and takes it as one of the room when it is not', async () => {
    const part = { 'src/extension/actions.ts': 'export const act = 1;' };
    const at = { 'src/cli/main.ts': "import '../extension/actions.ts';" };
    await expect(house({ ...part, ...at })).rejects.toThrow(/actions\.ts is a lazy bundle/);
    const later = { 'src/cli/main.ts': "import('../extension/actions.ts');" };
    const stranger = forbiddenEdges(await house({ ...part, ...later }));
    expect(stranger).toEqual([expect.stringMatching(/^src\/cli\/main\.ts → \.\/actions\.ts: leaves src\/cli/)]);
    const own = { 'src/extension/activate.ts': "import('./actions.ts');" };
    const graph = await house({ ...part, ...own }, 'src/extension/activate.ts');
    expect(forbiddenEdges(graph)).toEqual([]);
    expect(Object.keys(graph.inputs)).toEqual(['src/extension/activate.ts']);
  });

  it('takes a warning for a defect', async () => {
    await expect(house({ 'src/cli/main.ts': 'export const here = import.meta.url;' })).rejects.toThrow(/import\.meta/);
  });

  it('fails without the entry', async () => {
    await expect(graphOf({ entry: 'src/nowhere.ts', out: 'dist/x.cjs' }, '/nowhere')).rejects.toThrow();
  });
});
