import { describe, expect, it } from 'vitest';
import { itemProblems } from '../../../../src/extension/jobs/results/item-problems.ts';
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
  sha,
  target,
} from '../../../support/job-results.ts';

const taken = item('identity:8.3.4', 'conflict', {
  code: 'tag-taken',
  message: 'The tag holds another image',
  hint: 'Release it as 8.3.4-1.',
  digest: sha('1'),
  origins: [at(list, 4), at(releaseFile, 9, 7)],
});

describe('what registries said, as problems', () => {
  it('stands on every line that names the image', () => {
    const problems = itemProblems([resultOf([taken, item('zeebe:8.3.4', 'copy')])], undefined);
    expect(problems.map(({ file, range, severity, rule, hint }) => [file, range.line, severity, rule, hint])).toEqual([
      [list, 4, 'error', 'tag-taken', 'Release it as 8.3.4-1.'],
      [releaseFile, 9, 'error', 'tag-taken', 'Release it as 8.3.4-1.'],
    ]);
  });

  it('stands on the line of what was promoted, whose source the line does not name', () => {
    const one = { ...taken, source: 'handover.layout/c8/identity:8.3.4' };
    const plan = planOf([one], { promotedFrom: { ...target, name: 'handover' } });
    const outline = { files: [outlineOf(list, [image('identity:8.3.4', 12)])], problems: [] };
    expect(itemProblems([resultOf([], { plan })], outline).map(({ range }) => range.line)).toEqual([12]);
  });

  it('is an error for what is not there in the end, and a warning for what lacks platforms', () => {
    const missing = { code: 'platform-incomplete', message: 'linux/arm64 is not there' } as const;
    const items = [
      item('a:1', 'failed', { code: 'access-denied', message: 'Denied' }),
      item('b:1', 'equivalent', missing),
      item('c:1', 'copy', missing),
      item('d:1', 'equivalent'),
      item('e:1', 'present'),
      item('f:1', 'cancelled', { code: 'cancelled', message: 'Cancelled' }),
      item('g:1', 'ignored'),
    ];
    expect(itemProblems([resultOf(items)], undefined).map(({ severity, rule }) => [severity, rule])).toEqual([
      ['error', 'access-denied'],
      ['warning', 'platform-incomplete'],
      ['warning', 'platform-incomplete'],
    ]);
  });

  it('is what the report says, when there is one', () => {
    const report = reportOf([item('identity:8.3.4', 'present')]);
    expect(itemProblems([resultOf([taken], { report })], undefined)).toEqual([]);
  });

  it('is, of each file, only what the newest job said', () => {
    const newer = resultOf([item('identity:8.3.4', 'present')], { record: 'two' });
    expect(itemProblems([newer, resultOf([taken])], undefined).map(({ file }) => file)).toEqual([releaseFile]);
  });

  it('follows its image to another line, and goes with it', () => {
    const moved = {
      files: [outlineOf(list, [image('identity:8.3.4', 6)]), outlineOf(releaseFile, [image('identity:8.3.5', 9)])],
      problems: [],
    };
    expect(itemProblems([resultOf([taken])], moved)).toEqual([
      expect.objectContaining({ file: list, range: { line: 6, column: 1, endLine: 6, endColumn: 13 } }),
    ]);
  });

  it('stays on a release file that pins another source than the list that was followed', () => {
    const outline = {
      files: [
        outlineOf(list, [image('identity:8.3.4', 4, { source: 'elsewhere' })]),
        outlineOf(releaseFile, [image('identity:8.3.4', 9, { source: 'pinned', column: 7 })]),
      ],
      problems: [],
    };
    expect(itemProblems([resultOf([taken])], outline).map(({ file }) => file)).toEqual([releaseFile]);
  });
});
