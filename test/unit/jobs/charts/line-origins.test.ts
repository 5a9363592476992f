import { describe, expect, it } from 'vitest';
import { lineOrigins } from '../../../../src/jobs/charts/plan/line-origins.ts';
import { chartProblemsOf } from '../../../support/chart-evidence.ts';

const told = (before: string, after: string) =>
  lineOrigins(before, after).map(({ line, isOwn }) => `${line}${isOwn ? '' : '+'}`);

describe('the lines of a file that something was injected into', () => {
  it.each([
    ['what stayed', 'a\nb\n', 'a\nb\n', ['1', '2']],
    ['what was put before it', 'a\nb\n', 'a\nx\ny\nb\n', ['1', '2+', '2+', '2']],
    ['what was changed', 'a\nb\nc\n', 'a\nB\nc\n', ['1', '2+', '3']],
    ['what was changed and has grown', 'a\nb\nc\n', 'a\nB\nB\nc\n', ['1', '2+', '3+', '3']],
    ['what was left out', 'a\nb\nc\n', 'a\nc\n', ['1', '3']],
    ['what was put at the end', 'a\n', 'a\nx\n', ['1', '1+']],
    ['what came into an empty file', '', 'x\n', ['1+']],
  ])('come from there: %s', (_, before, after, expected) => expect(told(before, after)).toEqual(expected));
});

describe('what a rule finds in an injected file', () => {
  const values = 'a: 1\n\nweb: { image: { repository: x, tag: latest } }\npassword: "hunter2-hunter2"\n';
  const injected = `# ours\nadmin: { password: "hunter2-hunter2" }\n${values}`;
  const files = { 'values.yaml': injected };
  const origins = { 'values.yaml': lineOrigins(values, injected) };

  it('stands at the line of the file as it was; what was injected, where it was put', async () => {
    const found = (await chartProblemsOf({ files, origins })).filter(({ rule }) => rule === 'chart-password');
    expect(
      found.map(({ file, range: { line, column }, message }) => [file, line, column, message.slice(0, 30)]),
    ).toEqual([
      ['web/values.yaml', 1, 1, 'Line 2 of the injected file: T'],
      ['web/values.yaml', 4, 1, expect.not.stringContaining('injected')],
    ]);
  });

  it('is told at that line also where the chart is no folder', async () => {
    const range = { line: 7, column: 3, endLine: 7, endColumn: 9 };
    const place = { file: 'marketplace.yaml', range };
    const found = (await chartProblemsOf({ files, origins, place })).filter(({ rule }) => rule === 'chart-password');
    expect(found.map(({ message }) => message.slice(0, 45))).toEqual([
      expect.stringContaining('values.yaml:1: Line 2 of the '),
      expect.stringContaining('values.yaml:4: '),
    ]);
  });
});
