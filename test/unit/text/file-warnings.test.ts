import { describe, expect, it } from 'vitest';
import { formatLine, planDocument, planText } from '#text';
import { at, planOf } from '../../support/job-results.ts';

const file = (name: string) => `releases/camunda/8.3.4_${name}.txt`;
const warning = (name: string, line: number) => ({
  ...at(file('images'), line),
  rule: 'digest-missing',
  message: `The source "docker.io/camunda/${name}:1" has no digest; the plan takes what the tag holds at that time.`,
});
const planWith = (count: number) =>
  planOf([], { warnings: Array.from({ length: count }, (_, index) => warning(`i${index}`, index + 1)) });
const textOf = (count: number, width: number) =>
  planText(planWith(count), width)
    .map((line) => formatLine(line, false))
    .filter((line) => !line.startsWith('Plan for') && line !== '');

describe('the warnings of files', () => {
  it('are no wider than the terminal, the rule on the first line', () => {
    expect(textOf(1, 80).slice(2, 5)).toEqual([
      '  releases/camunda/8.3.4_images.txt:1:1 warning digest-missing The source',
      '    "docker.io/camunda/i0:1" has no digest; the plan takes what the tag holds at',
      '    that time.',
    ]);
    for (const count of [1, 3, 200]) {
      for (const line of textOf(count, 80).slice(2)) expect(line.length).toBeLessThanOrEqual(80);
    }
  });

  it('are told once where many lines have them alike, with the first of their places', () => {
    expect(
      textOf(3, 100)
        .join('\n')
        .match(/ warning digest-missing /g),
    ).toHaveLength(3);
    const shown = textOf(200, 100);
    expect(shown.length).toBeLessThan(12);
    expect(shown.slice(1, 4)).toEqual([
      '  warning    digest-missing in 200 lines: releases/camunda/8.3.4_images.txt:1,',
      '             releases/camunda/8.3.4_images.txt:2, releases/camunda/8.3.4_images.txt:3 and 197 more',
      '             The source has no digest; the plan takes what the tag holds at that time.',
    ]);
  });

  it('lead to the lines that they name', () => {
    const { links, text } = planDocument(planWith(5), (name) => name.slice(name.lastIndexOf('/') + 1));
    expect(text).toContain('digest-missing in 5 lines: 8.3.4_images.txt:1, 8.3.4_images.txt:2,');
    expect(links.map(({ targetLine }) => targetLine)).toEqual([1, 2, 3]);
  });
});
