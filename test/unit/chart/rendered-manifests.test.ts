import { describe, expect, it } from 'vitest';
import { renderedManifests, valuePlaces } from '#chart';

const pods = new Set(['Pod']);

describe('the objects of a rendered chart', () => {
  it('have a source, a kind and a name, and of the kinds asked for a value', () => {
    const text = [
      '---\n# Source: web/templates/a.yaml\nkind: Pod\nmetadata:\n  labels: {}\n  name: "a"\nspec:\n  x: [1]\n',
      '---\r\n# Source: web/charts/db/templates/b.yaml\r\nkind: Secret\r\nmetadata:\r\n  name: b\r\n',
      '--- # nothing\n# a comment\n',
      '---\nkind: Pod\nmetadata: { name: c }\n',
    ].join('');
    expect(renderedManifests(text, pods)).toEqual([
      {
        source: 'templates/a.yaml',
        kind: 'Pod',
        name: 'a',
        value: { kind: 'Pod', metadata: { labels: {}, name: 'a' }, spec: { x: [1] } },
      },
      { source: 'charts/db/templates/b.yaml', kind: 'Secret', name: 'b' },
      { kind: 'Pod', name: 'c', value: { kind: 'Pod', metadata: { name: 'c' } } },
    ]);
  });

  it('have a namespace and annotations, and definitions the kind that they define', () => {
    const metadata =
      'metadata:\n  annotations:\n    a/b: "1"\n\n    c: x\n  namespace: n\n  name: 7\nspec:\n  name: no\n';
    expect(renderedManifests(`kind: Role\n${metadata}`, pods)).toEqual([
      { kind: 'Role', name: '7', namespace: 'n', annotations: ['a/b', 'c'] },
    ]);
    const definition =
      'kind: CustomResourceDefinition\nmetadata:\n  name: d\nspec:\n  names:\n    plural: ds\n    kind: D\n';
    expect(renderedManifests(definition, pods)).toEqual([
      { kind: 'CustomResourceDefinition', name: 'd', defines: 'D' },
    ]);
  });

  it('are told although one of them cannot be read', () => {
    const text = `---\nkind: Pod\nmetadata:\n  name: a\nx: [\n---\nkind: Pod\nx: *nowhere\n---\nkind: Pod\nx: ${'['.repeat(500)}\n`;
    expect(renderedManifests(text, pods)).toEqual([
      { kind: 'Pod', name: 'a' },
      { kind: 'Pod', name: '' },
      { kind: 'Pod', name: '' },
    ]);
  });

  it('are no text without any', () => {
    expect(renderedManifests('', pods)).toEqual([]);
    expect(renderedManifests('a: |\n  kind: Pod\n', pods)).toEqual([]);
  });
});

describe('the places of values', () => {
  it('are those of the keys', () => {
    const text = '# a\na:\n  b: 1.10\n  "c": [x, { d: yes }]\ne:\nf: {}\n';
    expect(
      valuePlaces(text).map(
        ({ path, value, range }) => `${range.line}:${range.column}-${range.endColumn} ${path.join('.')}=${value}`,
      ),
    ).toEqual([
      '2:1-2 a=undefined',
      '3:3-4 a.b=1.1',
      '4:3-6 a.c=undefined',
      '4:9-10 a.c.0=x',
      '4:12-22 a.c.1=undefined',
      '4:14-15 a.c.1.d=yes',
      '5:1-2 e=null',
      '6:1-2 f=undefined',
    ]);
  });

  it('are none of what is no YAML, and end at an alias', () => {
    expect(valuePlaces('a: [')).toEqual([expect.objectContaining({ path: ['a'] })]);
    expect(valuePlaces('a: &x { b: 1 }\nc: *x\n').map(({ path }) => path.join('.'))).toEqual(['a', 'a.b', 'c']);
    expect(valuePlaces('['.repeat(500))).toEqual([]);
  });
});
