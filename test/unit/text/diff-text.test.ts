import { describe, expect, it } from 'vitest';
import { diffLines } from '#formats';
import { diffText } from '../../../src/text/diff-text.ts';
import { formatLine } from '../../../src/text/format-line.ts';
import { Random } from '../../support/random.ts';

const show = (change: Parameters<typeof diffText>[0], most = 100) =>
  diffText(change, most).map((line) => formatLine(line, false));

describe('a comparison of two texts', () => {
  it('shows what changes with three lines around, and joins what is near', () => {
    const before = Array.from({ length: 20 }, (_, at) => `line ${at + 1}`);
    const after = before.flatMap((text, at) => (at === 4 ? ['new', text] : at === 9 ? [] : at === 18 ? ['x'] : [text]));
    expect(show({ path: 'values.yaml', before: `${before.join('\n')}\n`, after: `${after.join('\n')}\n` })).toEqual([
      '--- a/values.yaml',
      '+++ b/values.yaml',
      '@@ -2,12 +2,12 @@',
      ' line 2',
      ' line 3',
      ' line 4',
      '+new',
      ' line 5',
      ' line 6',
      ' line 7',
      ' line 8',
      ' line 9',
      '-line 10',
      ' line 11',
      ' line 12',
      ' line 13',
      '@@ -16,5 +16,5 @@',
      ' line 16',
      ' line 17',
      ' line 18',
      '-line 19',
      '+x',
      ' line 20',
    ]);
  });

  it('tells an added file and a removed one, and how much is not shown', () => {
    expect(show({ path: 'a.yaml', after: 'one\ntwo\nthree\n' }, 2)).toEqual([
      '--- /dev/null',
      '+++ b/a.yaml',
      '@@ -0,0 +1,3 @@',
      '+one',
      '… 2 more lines of a.yaml',
    ]);
    expect(show({ path: 'a.prov', before: 'one\n' })).toEqual([
      '--- a/a.prov',
      '+++ /dev/null',
      '@@ -1,1 +0,0 @@',
      '-one',
    ]);
  });

  it('leads from one text to the other, whatever they are, in as few steps as it can', () => {
    const random = new Random(7);
    for (let round = 0; round < 300; round++) {
      const text = () => Array.from({ length: random.below(14) }, () => random.pick(['a', 'b', 'c']));
      const [a, b] = [text(), text()];
      const lines = diffLines(a.join('\n'), b.join('\n'));
      const of = (left: string) => lines.filter(({ what }) => what !== left).map((one) => one.text);
      expect(of('added')).toEqual(a);
      expect(of('removed')).toEqual(b);
      expect(lines.filter(({ what }) => what === 'same').length).toBe(commonLength(a, b));
    }
  });

  it('gives up on texts that have nothing in common, and says that all of it is replaced', () => {
    const many = (name: string) => Array.from({ length: 3000 }, (_, at) => `${name}${at}`).join('\n');
    const lines = diffLines(many('a'), many('b'));
    expect(lines.filter(({ what }) => what === 'removed')).toHaveLength(3000);
    expect(lines.filter(({ what }) => what === 'added')).toHaveLength(3000);
  });
});

function commonLength(a: readonly unknown[], b: readonly unknown[]): number {
  const row = new Array<number>(b.length + 1).fill(0);
  for (const one of a) {
    let diagonal = 0;
    for (let at = 1; at <= b.length; at++) {
      const above = row[at] ?? 0;
      row[at] = one === b[at - 1] ? diagonal + 1 : Math.max(above, row[at - 1] ?? 0);
      diagonal = above;
    }
  }
  return row.at(-1) ?? 0;
}
