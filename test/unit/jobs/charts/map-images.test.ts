import { describe, expect, it } from 'vitest';
import type { MirrorPlan } from '#jobs';
import { formatReference, parseReference } from '#reference';
import { imageTargets, mapImages } from '../../../../src/jobs/charts/images/map-images.ts';
import { plainTarget } from '../../../support/mirror-world.ts';

const range = { line: 1, column: 1, endLine: 1, endColumn: 1 };
const settings = {
  names: [{ from: 'docker.io/camunda/*', to: '*', range }],
  originals: [],
  files: { releases: '*release.json', images: '*images.txt', forms: '*.txt', unpaired: 'error' as const },
};

function images(...texts: string[]) {
  return texts.map((text) => {
    const parsed = parseReference(text);
    if (!parsed.ok) throw new Error(text);
    return { reference: parsed.reference, isDefault: true, isGuess: false, places: [] };
  });
}

const digest = `sha256:${'b'.repeat(64)}`;

describe('where the images of a chart go', () => {
  it('is where an image list would send them: names, else the path, below the prefix', () => {
    const mapped = mapImages(images('camunda/zeebe:8.3.4', 'redis:7.2', `quay.io/a/b:1@${digest}`), 'chart', {
      settings,
      target: plainTarget,
    });
    expect([...imageTargets(mapped)]).toEqual([
      ['docker.io/camunda/zeebe:8.3.4', 'target.example/p/zeebe:8.3.4'],
      ['docker.io/library/redis:7.2', 'target.example/p/library/redis:7.2'],
      [`quay.io/a/b:1@${digest}`, 'target.example/p/a/b:1'],
    ]);
  });

  it('refuses what names no version, and leaves none out', () => {
    const mapped = mapImages(images('a/x:latest', 'a/y', `a/z@${digest}`, 'a/w:1'), 'chart', {
      settings,
      target: plainTarget,
    });
    expect(
      mapped.map(
        ({ refused, resolved }) =>
          refused?.code ?? formatReference(resolved?.target ?? { registry: '', repository: '' }),
      ),
    ).toEqual(['tag-latest', 'tag-missing', 'tag-missing', 'target.example/p/a/w:1']);
  });

  it('refuses two images that would take the same tag', () => {
    const mapped = mapImages(images('quay.io/a/x:1', 'ghcr.io/a/x:1'), 'chart', { settings, target: plainTarget });
    expect(mapped.map(({ refused }) => refused?.code)).toEqual(['destination-duplicate', 'destination-duplicate']);
  });

  it('follows a plan of the mirror, new tags too, also where only the list has pinned the digest', () => {
    const item = {
      source: `docker.io/camunda/zeebe:8.3.4@${digest}`,
      target: 'target.example/p/zeebe:8.3.4-1',
      outcome: 'copy',
    };
    const mirrorPlan = { target: plainTarget, items: [item] } as unknown as MirrorPlan;
    const mapped = mapImages(images('camunda/zeebe:8.3.4', 'camunda/operate:8.3.4'), 'chart', {
      settings,
      target: plainTarget,
      mirrorPlan,
    });
    expect([...imageTargets(mapped).values()]).toEqual([
      'target.example/p/zeebe:8.3.4-1',
      'target.example/p/operate:8.3.4',
    ]);
    // What the target is asked about is the image that was pinned.
    expect(mapped[0]?.resolved?.source.digest).toBe(digest);
    const elsewhere = { ...plainTarget, registry: 'other.example' };
    expect(() => mapImages([], 'chart', { settings, target: elsewhere, mirrorPlan })).toThrow(/plan is for/);
  });

  it('is what the files of the release say, by digest, by tag, or by tag where the chart pins it', () => {
    const to = (source: string, repository: string) => ({
      source: images(source)[0]?.reference ?? { registry: '', repository: '' },
      target: { registry: 'target.example', repository, tag: '1' },
      paths: [],
      origins: [],
    });
    const released = [to(`quay.io/a/pinned:1@${digest}`, 'p/one'), to('quay.io/a/tagged:1', 'p/two')];
    const other = `sha256:${'c'.repeat(64)}`;
    const names = ['a/pinned:1', `a/pinned:1@${digest}`, `a/pinned:1@${other}`, `a/tagged:1@${other}`];
    const mapped = mapImages(images(...names.map((name) => `quay.io/${name}`)), 'chart', {
      settings,
      target: plainTarget,
      released,
    });
    const found = mapped.map(({ resolved }) => [resolved?.target.repository, resolved?.source.digest]);
    expect(found).toEqual([
      ['p/one', digest],
      ['p/one', digest],
      ['p/a/pinned', other],
      ['p/two', other],
    ]);
  });

  it('is where they are for the images of the target; without a prefix the settings may say otherwise', () => {
    const bare = { ...plainTarget, prefix: '' };
    const names = [{ from: 'target.example/dev/*', to: 'prod/*', range }];
    const own = images('target.example/p/a:1', 'target.example/other/a:1');
    const below = imageTargets(mapImages(own, 'chart', { settings, target: plainTarget }));
    expect([...below.values()]).toEqual(['target.example/p/a:1', 'target.example/p/other/a:1']);
    const some = images('target.example/dev/a:1', 'target.example/a:2');
    const all = imageTargets(mapImages(some, 'chart', { settings: { ...settings, names }, target: bare }));
    expect([...all.values()]).toEqual(['target.example/prod/a:1', 'target.example/a:2']);
  });
});
