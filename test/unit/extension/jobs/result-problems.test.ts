import { describe, expect, it } from 'vitest';
import { resultProblems } from '../../../../src/extension/jobs/results/result-problems.ts';
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
  sourceOf,
  target,
  verifiedOf,
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
    const problems = resultProblems([resultOf([taken, item('zeebe:8.3.4', 'copy')])], undefined);
    expect(problems.map(({ file, range, severity, rule, hint }) => [file, range.line, severity, rule, hint])).toEqual([
      [list, 4, 'error', 'tag-taken', 'Release it as 8.3.4-1.'],
      [releaseFile, 9, 'error', 'tag-taken', 'Release it as 8.3.4-1.'],
    ]);
  });

  it('stands on the line of what was promoted, whose source the line does not name', () => {
    const one = { ...taken, source: 'handover.layout/c8/identity:8.3.4' };
    const plan = planOf([one], { promotedFrom: { ...target, name: 'handover' } });
    const outline = { files: [outlineOf(list, [image('identity:8.3.4', 12)])], problems: [] };
    expect(resultProblems([resultOf([], { plan })], outline).map(({ range }) => range.line)).toEqual([12]);
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
    expect(resultProblems([resultOf(items)], undefined).map(({ severity, rule }) => [severity, rule])).toEqual([
      ['error', 'access-denied'],
      ['warning', 'platform-incomplete'],
      ['warning', 'platform-incomplete'],
    ]);
  });

  it('has all that was found in an image, as grave as it is, on every line; what made it fail once', () => {
    const root = { rule: 'non-root', severity: 'error', message: 'Runs as root', hint: 'Set a user.' } as const;
    const old = { rule: 'eol-base', severity: 'warning', message: 'Debian 10', awsCode: 'EOL' } as const;
    const { severity: _, rule: code, ...words } = root;
    const failed = item('a:1', 'failed', {
      code,
      ...words,
      findings: [root, old],
      origins: [at(list, 4), at(list, 9)],
    });
    const warned = item('b:1', 'copied', { findings: [{ ...old, severity: 'info' }], origins: [at(list, 5)] });
    const found = resultProblems([resultOf([failed, warned])], undefined);
    expect(found.map(({ range, severity, rule, awsCode }) => [range.line, severity, rule, awsCode])).toEqual([
      [4, 'error', 'non-root', undefined],
      [9, 'error', 'non-root', undefined],
      [4, 'warning', 'eol-base', 'EOL'],
      [9, 'warning', 'eol-base', 'EOL'],
      [5, 'info', 'eol-base', 'EOL'],
    ]);
    expect(found[0]).toMatchObject({ message: 'Runs as root', hint: 'Set a user.' });
  });

  it('is what a verification found, until a newer job looks at the file', () => {
    const missing = item('a:1', 'failed', { code: 'not-released', message: 'It is not at the target' });
    const verified = verifiedOf([missing]);
    const rules = (...results: Parameters<typeof resultProblems>[0]) =>
      resultProblems(results, undefined).map(({ rule }) => rule);
    expect(rules(verified, resultOf([item('a:1', 'copy')]))).toEqual(['not-released']);
    expect(rules(resultOf([item('a:1', 'copy')], { record: 'two' }), verified)).toEqual([]);
  });

  it('stands on the line of an image that goes under a new tag', () => {
    const moved = item('zeebe:8.3.4-1', 'copy', {
      source: sourceOf('zeebe:8.3.4'),
      wanted: `${target.registry}/${target.prefix}/zeebe:8.3.4`,
      findings: [{ rule: 'non-root', severity: 'warning', message: 'Runs as root' }],
    });
    const outline = { files: [outlineOf(list, [image('zeebe:8.3.4', 12)])], problems: [] };
    expect(resultProblems([resultOf([moved])], outline).map(({ range }) => range.line)).toEqual([12]);
  });

  it('is what the report says, when there is one', () => {
    const report = reportOf([item('identity:8.3.4', 'present')]);
    expect(resultProblems([resultOf([taken], { report })], undefined)).toEqual([]);
  });

  it('is, of each file, only what the newest job said', () => {
    const newer = resultOf([item('identity:8.3.4', 'present')], { record: 'two' });
    expect(resultProblems([newer, resultOf([taken])], undefined).map(({ file }) => file)).toEqual([releaseFile]);
  });

  it('follows its image to another line, and goes with it', () => {
    const moved = {
      files: [outlineOf(list, [image('identity:8.3.4', 6)]), outlineOf(releaseFile, [image('identity:8.3.5', 9)])],
      problems: [],
    };
    expect(resultProblems([resultOf([taken])], moved)).toEqual([
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
    expect(resultProblems([resultOf([taken])], outline).map(({ file }) => file)).toEqual([releaseFile]);
  });
});
