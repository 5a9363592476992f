import { describe, expect, it } from 'vitest';
import { ReleaseError } from '#problem';
import type { RepositoryNode, TagNode } from '../../../../src/extension/repositories/node.ts';
import { idOf, referenceOf } from '../../../../src/extension/repositories/node-names.ts';
import type { ImageFact } from '../../../../src/extension/repositories/repositories-model.ts';
import { viewDescription } from '../../../../src/extension/repositories/view-description.ts';
import { imageNotes } from '../../../../src/extension/repositories/words/image-notes.ts';
import { moreExplanation, moreWords } from '../../../../src/extension/repositories/words/more-words.ts';
import { platformWords } from '../../../../src/extension/repositories/words/platform-words.ts';
import { repositoryWords } from '../../../../src/extension/repositories/words/repository-words.ts';
import { tagWords } from '../../../../src/extension/repositories/words/tag-words.ts';
import { exactTime, timeAgo } from '../../../../src/extension/repositories/words/time-words.ts';
import { troubleWords } from '../../../../src/extension/repositories/words/trouble-words.ts';

const registry = '709825985650.dkr.ecr.us-east-1.amazonaws.com';
const digest = `sha256:1f0c${'0'.repeat(56)}9a2e`;
const zeebe: RepositoryNode = {
  kind: 'repository',
  world: 'aws',
  registry,
  name: 'zeebe',
  repository: 'camunda/camunda8/zeebe',
  product: { id: 'prod-1', title: 'Camunda 8' },
};
const now = Date.parse('2024-01-13T13:05:00Z');
const tag: TagNode = {
  kind: 'tag',
  parent: zeebe,
  tag: '8.3.4',
  digest,
  pushedAt: '2024-01-11T13:05:00Z',
  size: 212_000_000,
};
const image: ImageFact = {
  repository: zeebe.repository,
  reference: digest,
  digest,
  mediaType: 'application/vnd.oci.image.index.v1+json',
  kind: 'index',
  size: 400_000_000,
  platforms: [
    { platform: 'linux/amd64', digest, size: 106_000_000 },
    { platform: 'linux/arm64', digest },
  ],
  attestations: 2,
};
const unknown: TagNode = { kind: 'tag', parent: zeebe, tag: 'latest' };

describe('the row of a repository', () => {
  it('says how many tags there are once that is known, and the product where there are several', () => {
    expect(repositoryWords(zeebe, undefined, false)).toEqual({
      label: 'zeebe',
      description: '',
      accessible: 'zeebe, repository',
    });
    expect(repositoryWords(zeebe, { known: 41, isAll: true }, false)).toEqual({
      label: 'zeebe',
      description: '41 tags',
      accessible: 'zeebe, repository, 41 tags',
    });
    expect(repositoryWords(zeebe, { known: 100, isAll: false }, true).description).toBe('Camunda 8 · 100+ tags');
    expect(repositoryWords(zeebe, { known: 1, isAll: true }, true).accessible).toBe(
      'zeebe, repository, Camunda 8, 1 tag',
    );
    expect(repositoryWords(zeebe, { known: 0, isAll: true }, false).description).toBe('0 tags');
  });

  it('shows what is invisible in a title', () => {
    const product = { id: 'prod-1', title: 'Camunda\u202e\u001b[31m8' };
    const { description } = repositoryWords({ ...zeebe, product }, undefined, true);
    for (const hidden of ['\u202e', '\u001b']) expect(description).not.toContain(hidden);
  });
});

describe('the row of a tag', () => {
  it('says what is known, and in words for a screen reader', () => {
    expect(tagWords(tag, { image, isFinal: true, now })).toEqual({
      label: '8.3.4',
      description: '2 days ago · amd64 arm64 · 212 MB',
      accessible: '8.3.4, tag, pushed 2 days ago, amd64 and arm64, 212 MB, final',
    });
  });

  it('leaves out what is not known', () => {
    expect(tagWords(tag, { image: undefined, isFinal: false, now })).toEqual({
      label: '8.3.4',
      description: '2 days ago · 212 MB',
      accessible: '8.3.4, tag, pushed 2 days ago, 212 MB',
    });
    expect(tagWords(unknown, { image: undefined, isFinal: false, now })).toEqual({
      label: 'latest',
      description: '',
      accessible: 'latest, tag',
    });
    expect(tagWords({ ...unknown, pushedAt: 'yesterday' }, { image: undefined, isFinal: false, now }).description).toBe(
      '',
    );
  });

  it('takes the size from the image where the list has none', () => {
    expect(tagWords(unknown, { image, isFinal: false, now }).description).toBe('amd64 arm64 · 400 MB');
  });

  it('names four platforms and counts the others; a screen reader gets all', () => {
    const platforms = ['386', 'amd64', 'arm/v7', 'arm64', 'ppc64le', 's390x'].map((name) => ({
      platform: `linux/${name}`,
      digest,
    }));
    const words = tagWords(unknown, { image: { ...image, platforms }, isFinal: false, now });
    expect(words.description).toBe('386 amd64 arm/v7 arm64 +2 · 400 MB');
    expect(words.accessible).toContain('386, amd64, arm/v7, arm64, ppc64le, and s390x');
  });

  it('keeps the system of a platform that is not Linux', () => {
    const platforms = [{ platform: 'windows/amd64', digest }];
    expect(tagWords(unknown, { image: { ...image, platforms }, isFinal: false, now }).description).toMatch(
      /^windows\/amd64/,
    );
  });
});

describe('the rows below a tag', () => {
  it('are its platforms', () => {
    expect(platformWords({ kind: 'platform', parent: tag, platform: 'linux/amd64', digest, size: 106e6 })).toEqual({
      label: 'linux/amd64',
      description: 'sha256:1f0c…9a2e · 106 MB',
      accessible: 'linux/amd64, platform, sha256:1f0c…9a2e, 106 MB',
    });
  });

  it('are what else there is', () => {
    const texts = (fact: Partial<ImageFact>) => imageNotes({ ...image, ...fact }).map(({ text }) => text);
    expect(texts({})).toEqual(['2 attestation entries']);
    expect(texts({ attestations: 1 })).toEqual(['1 attestation entry']);
    expect(texts({ attestations: 0 })).toEqual([]);
    expect(texts({ attestations: 0, platforms: [] })).toEqual(['It names no platform']);
    const chart = 'application/vnd.cncf.helm.config.v1+json';
    expect(texts({ attestations: 0, platforms: [], artifactType: chart })).toEqual([chart]);
    const incomplete = { code: 'content-missing', message: 'A layer is missing' } as const;
    expect(texts({ attestations: 0, platforms: [], incomplete })).toEqual(['A layer is missing']);
  });
});

describe('the row that stands for more', () => {
  const extent = (rows: number, matching: number, all: number, isComplete: boolean) => ({
    rows: Array(rows),
    matching: Array(matching),
    all: Array(all),
    isComplete,
  });

  it('says how many of how many are shown', () => {
    expect(moreWords(extent(100, 241, 241, true), false)).toEqual({
      label: 'Load more',
      description: '100 of 241 shown',
      accessible: 'Load more, 100 of 241 shown',
    });
    expect(moreWords(extent(100, 1000, 1000, false), false).description).toBe('100 shown, more to come');
    expect(moreWords(extent(3, 3, 1000, false), true).description).toBe('3 shown, 1000 looked at, more to come');
    expect(moreWords(extent(100, 120, 1000, true), true).description).toBe('100 of 120 shown');
  });

  it('does not claim that what is shown is the newest', () => {
    expect(moreExplanation(extent(100, 1000, 1000, false), true)).toMatch(/The 1000 that are loaded are sorted/);
    expect(moreExplanation(extent(100, 241, 241, true), true)).toMatch(/^All 241 are loaded/);
  });
});

describe('the row of an error', () => {
  it('has the code, the sentence, and what Enter does', () => {
    expect(troubleWords(new ReleaseError('unreachable', 'registry.example cannot be reached'))).toEqual({
      label: 'unreachable',
      description: 'registry.example cannot be reached',
      accessible: 'unreachable, error, registry.example cannot be reached, Enter tries again',
    });
  });
});

describe('timeAgo', () => {
  const ago = (ms: number) => timeAgo(new Date(now - ms).toISOString(), now, 'en');
  const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];

  it.each([
    [0, 'now'],
    [59_999, 'now'],
    // A clock that is behind.
    [-5 * minute, 'now'],
    [minute, '1 minute ago'],
    [59 * minute, '59 minutes ago'],
    [hour, '1 hour ago'],
    [47 * hour, '47 hours ago'],
    [2 * day, '2 days ago'],
    [13 * day, '13 days ago'],
    [14 * day, '2 weeks ago'],
    [36 * day, '5 weeks ago'],
    [63 * day, '2 months ago'],
    [400 * day, '13 months ago'],
    [730 * day, '1 year ago'],
    [1000 * day, '2 years ago'],
  ])('%i ms: %s', (age, expected) => {
    expect(ago(age)).toBe(expected);
  });

  it('speaks the language of the editor', () => {
    expect(timeAgo('2024-01-11T13:05:00Z', now, 'de')).toBe('vor 2 Tagen');
  });

  it('says nothing of what is no time', () => {
    expect(timeAgo('soon', now, 'en')).toBeUndefined();
    expect(exactTime('soon', 'en')).toBeUndefined();
  });

  it('gives the exact time with its zone', () => {
    expect(exactTime('2024-01-11T13:05:00Z', 'en', 'UTC')).toBe('Jan 11, 2024, 1:05 PM UTC');
  });
});

describe('the heading', () => {
  const target = { registry, prefix: 'camunda/camunda8' };
  it.each([
    ['aws', target, '', '709825985650 · camunda/camunda8'],
    ['aws', target, 'zee', '709825985650 · camunda/camunda8 · filter: zee'],
    ['sandbox', target, '', '709825985650 · camunda/camunda8 · sandbox'],
    ['sandbox', { registry, prefix: '' }, '', '709825985650 · sandbox'],
    ['aws', { registry: 'registry.example:5000', prefix: 'a' }, '', 'registry.example:5000 · a'],
    ['aws', { registry: 'default.layout', prefix: '', layout: '/repo/out' }, '', 'oci:out'],
    ['aws', undefined, '', ''],
    ['sandbox', undefined, 'x', 'sandbox · filter: x'],
  ] as const)('%s %j %j: %s', (world, where, filter, expected) => {
    expect(viewDescription(world, where, filter)).toBe(expected);
  });
});

describe('the names of rows', () => {
  const platform = { kind: 'platform', parent: tag, platform: 'linux/amd64', digest } as const;

  it('are references', () => {
    expect(referenceOf(zeebe)).toBe(`${registry}/camunda/camunda8/zeebe`);
    expect(referenceOf(tag)).toBe(`${registry}/camunda/camunda8/zeebe:8.3.4`);
    expect(referenceOf(platform)).toBe(`${registry}/camunda/camunda8/zeebe@${digest}`);
  });

  it('tell all rows apart, and those of one world from those of another', () => {
    const nodes = [
      zeebe,
      { ...zeebe, world: 'sandbox' } as const,
      { ...zeebe, registry: 'registry.example' },
      tag,
      { ...tag, tag: '8.3.5' },
      platform,
      // The same content for two platforms.
      { ...platform, platform: 'linux/arm64' },
      { kind: 'note', parent: tag, text: 'a', icon: 'info' } as const,
      { kind: 'more', parent: zeebe } as const,
      { kind: 'more', parent: undefined } as const,
      { kind: 'trouble', parent: zeebe, error: new ReleaseError('unreachable', 'x') } as const,
    ];
    expect(new Set(nodes.map(idOf)).size).toBe(nodes.length);
    expect(idOf({ ...tag })).toBe(idOf(tag));
  });
});
