import { describe, expect, it } from 'vitest';
import type { RenderedImage, ValueImage } from '#chart';
import { formatReference } from '#reference';
import { collectImages } from '../../../../src/jobs/charts/images/collect-images.ts';

function value(reference: string, path: string, more: Partial<ValueImage> = {}): ValueImage {
  const repository = { from: 'value' as const, path: [path], text: reference };
  return {
    reference,
    path: [path, 'image'],
    layout: 'parts',
    parts: { repository },
    chart: [],
    isDefault: true,
    faults: [],
    file: 'values.yaml',
    line: 3,
    ...more,
  };
}

function rendered(reference: string, name: string, more: Partial<RenderedImage> = {}): RenderedImage {
  return { reference, kind: 'Deployment', name, isGuess: false, faults: [], line: 1, ...more };
}

const names = (images: readonly { readonly reference: Parameters<typeof formatReference>[0] }[]) =>
  images.map(({ reference }) => formatReference(reference));

describe('the images of a chart from all that name them', () => {
  it('are what Helm renders, each once, with the values that say so first', () => {
    const found = collectImages({
      values: [value('docker.io/a/web:1', 'web'), value('docker.io/a/old:1', 'old')],
      templates: [],
      rendered: {
        defaults: [rendered('docker.io/a/web:1', 'web')],
        all: [rendered('docker.io/a/web:1', 'web'), rendered('docker.io/a/more:2', 'more', { source: 'c/t.yaml' })],
      },
    });
    expect(names(found.needed)).toEqual(['docker.io/a/more:2', 'docker.io/a/web:1']);
    expect(found.needed.map(({ isDefault }) => isDefault)).toEqual([false, true]);
    expect(found.needed[1]?.places).toEqual([
      { file: 'values.yaml', line: 3, value: 'web.image' },
      { file: 'rendered manifests', object: 'Deployment/web' },
    ]);
    // A rewriting has to know the others too.
    expect(names(found.named)).toEqual(['docker.io/a/old:1', 'docker.io/a/web:1']);
  });

  it('are those of the values too that are named in what Helm renders, in no container', () => {
    const found = collectImages({
      values: [value('docker.io/a/web:1', 'web'), value('docker.io/a/exec:3', 'exec'), value('docker.io/a/x:1', 'x')],
      templates: [],
      rendered: {
        defaults: [rendered('docker.io/a/web:1', 'web')],
        all: [],
        texts: ['image: a/web:1\n', 'args: [--executor-image=a/exec:3]\n'],
      },
    });
    expect(
      found.needed.map(({ reference: { repository }, isDefault, places }) => [repository, isDefault, places.length]),
    ).toEqual([
      ['a/exec', false, 1],
      ['a/web', true, 2],
    ]);
  });

  it('are those of values and templates without a Helm, and what is computed is told', () => {
    const found = collectImages({
      values: [
        value('docker.io/a/web:1', 'web'),
        value('{{ .Values.x }}', 'odd', { faults: ['computed'], line: 9 }),
        value('docker.io/a/num:1.10', 'num', { faults: ['number'] }),
        value('docker.io/a/two:1', 'two', { faults: ['registry'], line: 5 }),
      ],
      templates: [
        {
          reference: 'docker.io/a/tool:3',
          kind: 'literal',
          chart: [],
          isDefault: true,
          file: 'templates/x.yaml',
          line: 7,
        },
        { reference: 'a/{{ .x }}', kind: 'partial', chart: [], isDefault: true, file: 'templates/y.yaml', line: 8 },
      ],
    });
    expect(names(found.needed)).toEqual([
      'docker.io/a/num:1.10',
      'docker.io/a/tool:3',
      'docker.io/a/two:1',
      'docker.io/a/web:1',
    ]);
    expect(found.problems.map(({ rule, line }) => [rule, line])).toEqual([
      ['chart-image-unclear', 9],
      ['chart-image-unclear', 3],
      ['chart-image-unclear', 5],
    ]);
  });

  it('has what only looks like an image as a guess, unless something else is sure', () => {
    const all = [
      rendered('docker.io/a/x:1', 'x', { isGuess: true }),
      rendered('not an image', 'y', { isGuess: true }),
      rendered('docker.io/a/z:1', 'z', { isGuess: true }),
      rendered('docker.io/a/z:1', 'w'),
    ];
    const found = collectImages({ values: [], templates: [], rendered: { defaults: [], all } });
    expect(found.needed.map(({ isGuess }) => isGuess)).toEqual([true, false]);
    expect(found.problems).toEqual([]);
  });
});
