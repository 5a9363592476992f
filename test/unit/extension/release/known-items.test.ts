import { describe, expect, it } from 'vitest';
import { changedSince } from '../../../../src/extension/release/changed-since.ts';
import { KnownItems } from '../../../../src/extension/release/known-items.ts';
import {
  at,
  image,
  item,
  list,
  outlineOf,
  planOf,
  releaseFile,
  reportOf,
  resultOf,
  sourceOf,
  target,
  verifiedOf,
} from '../../../support/job-results.ts';

const zeebe = item('zeebe:8.3.4', 'copy');

describe('what jobs have said of an image', () => {
  it('is found by file, name and source, on whatever line it stands now', () => {
    const known = new KnownItems([resultOf([zeebe])]);
    expect(known.find(list, image('zeebe:8.3.4', 3))).toEqual(expect.objectContaining({ outcome: 'copy' }));
    expect(known.find(list, image('zeebe:8.3.4', 17))?.outcome).toBe('copy');
  });

  it('is not found once the line asks for something else', () => {
    const known = new KnownItems([resultOf([zeebe])]);
    expect(known.find(list, image('zeebe:8.3.5', 3))).toBeUndefined();
    expect(known.find(list, image('zeebe:8.3.4', 3, { source: 'docker.io/other/zeebe:8.3.4' }))).toBeUndefined();
    expect(known.find('/repo/release/other_images.txt', image('zeebe:8.3.4', 3))).toBeUndefined();
  });

  it('is found by the tag that its file asks for, when it goes under a new one', () => {
    const wanted = `${target.registry}/${target.prefix}/zeebe:8.3.4`;
    const known = new KnownItems([
      resultOf([item('zeebe:8.3.4-1', 'copy', { wanted, source: sourceOf('zeebe:8.3.4') })]),
    ]);
    expect(known.find(list, image('zeebe:8.3.4', 3))?.outcome).toBe('copy');
    expect(known.differs(outlineOf(list, [image('zeebe:8.3.4', 3)]))).toBe(false);
  });

  it('comes from the report when the plan has been run', () => {
    const report = reportOf([item('zeebe:8.3.4', 'copied')]);
    expect(new KnownItems([resultOf([zeebe], { report })]).find(list, image('zeebe:8.3.4', 3))?.outcome).toBe('copied');
  });

  it('comes from the newest job that looked at the file', () => {
    const other = '/repo/release/8.4.0_images.txt';
    const newer = resultOf([item('zeebe:8.3.4', 'present')], { record: 'two' });
    const older = resultOf([zeebe, item('operate:8.3.4', 'copy'), item('a:1', 'failed', { origins: [at(other, 1)] })]);
    const known = new KnownItems([newer, older]);
    expect(known.find(list, image('zeebe:8.3.4', 3))?.outcome).toBe('present');
    // The newer job no longer met it in this file.
    expect(known.find(list, image('operate:8.3.4', 4))).toBeUndefined();
    expect(known.find(other, image('a:1', 1))?.outcome).toBe('failed');
  });
});

describe('what a verification has said of an image', () => {
  const results = [verifiedOf([item('zeebe:8.3.4', 'present')]), resultOf([zeebe])];

  it('hides what a plan said before, and is told apart from it', () => {
    const known = new KnownItems(results);
    expect(known.find(list, image('zeebe:8.3.4', 3))).toMatchObject({ outcome: 'present', isVerified: true });
    expect(new KnownItems([resultOf([zeebe])]).find(list, image('zeebe:8.3.4', 3))?.isVerified).toBe(false);
  });

  it('counts until files or settings change, which is said', () => {
    const outline = { files: [outlineOf(list, [image('zeebe:8.3.5', 3)])], problems: [] };
    const say = (hash: string) => changedSince(results, hash, outline, new KnownItems(results));
    expect(say('same')).toBe('The files have changed since the verification.');
    expect(say('other')).toBe('marketplace.yaml has changed since the verification.');
  });
});

describe('what a promotion has said of an image', () => {
  const from = 'handover.layout/c8/zeebe:8.3.4';
  const plan = planOf([item('zeebe:8.3.4', 'copy', { source: from })], {
    promotedFrom: { ...target, name: 'handover' },
  });
  const results = [resultOf([], { plan })];

  it('is found by file and name, whatever source the file names: it was read elsewhere', () => {
    expect(new KnownItems(results).find(list, image('zeebe:8.3.4', 3))).toMatchObject({ source: from });
    expect(new KnownItems(results).find(list, image('zeebe:8.3.5', 3))).toBeUndefined();
  });

  it('counts until the file names other images', () => {
    const say = (name: string) =>
      changedSince(
        results,
        'same',
        { files: [outlineOf(list, [image(name, 3)])], problems: [] },
        new KnownItems(results),
      );
    expect(say('zeebe:8.3.4')).toBe('');
    expect(say('zeebe:8.3.5')).not.toBe('');
  });
});

describe('whether the files have changed since the plan', () => {
  const both = item('zeebe:8.3.4', 'copy', { origins: [at(list, 3), at(releaseFile, 8)] });
  const say = (images: Parameters<typeof outlineOf>[1], hash = 'same', files: readonly string[] = []) => {
    const results = [resultOf([both], { files })];
    const outline = {
      files: [outlineOf(list, images), outlineOf(releaseFile, [image('zeebe:8.3.4', 8, { source: 'pinned' })])],
      problems: [],
    };
    return changedSince(results, hash, outline, new KnownItems(results));
  };

  it('they have not when each file names the same images', () => {
    expect(say([image('zeebe:8.3.4', 30)])).toBe('');
  });

  it.each([
    ['an image came', [image('zeebe:8.3.4', 3), image('operate:8.3.4', 4)]],
    ['an image went', []],
    ['an image became another', [image('zeebe:8.3.5', 3)]],
    ['a source changed', [image('zeebe:8.3.4', 3, { source: 'elsewhere' })]],
  ])('they have when %s', (_, images) => {
    expect(say(images)).toBe('The files have changed since the plan.');
  });

  it('they have when the settings did, because those decide where everything goes', () => {
    expect(say([image('zeebe:8.3.4', 3)], 'other')).toBe('marketplace.yaml has changed since the plan.');
  });

  it('they have when a file went, or came below a plan of the whole release', () => {
    const results = [resultOf([both])];
    const outline = { files: [outlineOf(list, [image('zeebe:8.3.4', 3)])], problems: [] };
    const known = new KnownItems(results);
    expect(changedSince(results, 'same', outline, known)).not.toBe('');
    const more = [...outline.files, outlineOf(releaseFile, [image('zeebe:8.3.4', 8)])];
    const third = outlineOf('/repo/release/x_images.txt', [image('x:1', 1)]);
    expect(changedSince(results, 'same', { files: [...more, third], problems: [] }, known)).not.toBe('');
    const ofOne = [resultOf([both], { files: [list] })];
    expect(changedSince(ofOne, 'same', { files: [...more, third], problems: [] }, known)).toBe('');
  });

  it('nothing is said without a plan', () => {
    expect(changedSince([], 'same', { files: [], problems: [] }, new KnownItems([]))).toBe('');
  });
});
