import { describe, expect, it } from 'vitest';
import type * as vscode from 'vscode';
import { type LanguageId, type LineState, languageById } from '#language';
import { lensesOf } from '../../../../src/extension/languages/lenses-of.ts';
import { lineWords, stateCounts } from '../../../../src/extension/languages/state-words.ts';
import { Range, Uri, window } from '../../../support/vscode.ts';

const document = { uri: Uri.file('/r/8.3.4_images.txt') as unknown as vscode.Uri };
const where = { world: 'aws', place: {} } as const;
const at = (line: number) => ({ line, column: 1, endLine: line, endColumn: 5 });
const fix = (title: string) => ({ title, edits: [], isPreferred: true, isSafe: false });
const states: readonly LineState[] = [
  { range: at(2), kind: 'there', text: 'there · sha256:77ab…01d4' },
  { range: at(2), kind: 'newer', text: '8.3.5 is out', fix: fix('Update to 8.3.5') },
  { range: at(3), kind: 'newer', text: '9.0.1 is out', fix: fix('Update to 9.0.1') },
  { range: at(4), kind: 'taken', text: 'taken by sha256:1f0c…9a2e', fix: fix('Release as 8.3.4-1') },
];

function titles(id: LanguageId, shown?: readonly LineState[], isTrusted = true): string[] {
  const owned = { language: languageById(id), where: isTrusted ? where : undefined };
  return lensesOf(document, owned, shown).map(({ command, range }) => `${range.start.line + 1} ${command?.title}`);
}

describe('the lenses', () => {
  it('of images offer to show their states, and then what can be done', () => {
    expect(titles('image-list')).toEqual(['1 Show image states']);
    expect(titles('release-file', states)).toEqual([
      '1 Update all 2 images',
      '1 Ask again',
      '1 Hide image states',
      '2 Update to 8.3.5',
      '3 Update to 9.0.1',
      '4 Release as 8.3.4-1',
    ]);
  });

  it('of images are none where no registry may be asked', () => {
    expect(titles('image-list', undefined, false)).toEqual([]);
  });

  it('of settings lead to the jobs', () => {
    expect(titles('settings')).toEqual(['1 Check the files', '1 Plan', '1 Verify']);
    expect(titles('settings', undefined, false)).toEqual(['1 Check the files']);
    expect(titles('settings')).toEqual(['1 Check the files', '1 Plan', '1 Verify']);
  });

  it('of settings with charts lead to what makes a Marketplace chart of each, above its key', () => {
    const contents = { values: [], namesImages: false, charts: [{ name: 'app', line: 9 }] };
    const lenses = (uri: vscode.Uri, isTrusted = true) =>
      lensesOf(
        { uri },
        { language: languageById('settings'), where: isTrusted ? where : undefined },
        undefined,
        contents,
      ).filter(({ range }) => range.start.line === 8);
    expect(lenses(document.uri).map(({ command }) => [command?.title, command?.arguments])).toEqual([
      ['Inject chart…', [document.uri, 'app']],
    ]);
    expect(lenses(document.uri, false)).toEqual([]);
  });

  it('of settings with charts offer their states too', () => {
    const owned = { language: languageById('settings'), where };
    const titlesOf = (shown?: readonly LineState[], isTrusted = true) =>
      lensesOf(document, isTrusted ? owned : { ...owned, where: undefined }, shown, {
        values: [],
        namesImages: true,
      }).map(({ command }) => command?.title);
    expect(titlesOf()).toEqual(['Check the files', 'Plan', 'Verify', 'Show chart states']);
    expect(titlesOf(states.slice(0, 3))).toEqual([
      'Check the files',
      'Plan',
      'Verify',
      'Update all 2 charts',
      'Ask again',
      'Hide chart states',
      'Update to 8.3.5',
      'Update to 9.0.1',
    ]);
    expect(titlesOf(undefined, false)).toEqual(['Check the files']);
  });

  it('of a form copy its fields', () => {
    const owned = { language: languageById('load-form'), where: undefined };
    const form = { values: [{ range: at(3), text: '8.4.1' }], namesImages: true };
    const found = lensesOf(document, owned, undefined, form);
    expect(found.map(({ command }) => [command?.title, command?.arguments?.[1]])).toEqual([['Copy', 3]]);
  });

  it('of a form lead on from the field that was copied', () => {
    const owned = { language: languageById('load-form'), where: undefined };
    const values = [3, 4].map((line) => ({ range: at(line), text: 'x' }));
    const found = lensesOf(document, owned, undefined, { values, namesImages: false, copied: 4 });
    expect(found.map(({ command, range }) => `${range.start.line + 1} ${command?.title}`)).toEqual([
      '3 Copy',
      '4 Copy',
      '4 Next field',
    ]);
  });

  it('of a long file are those around the lines in sight', () => {
    const many = Array.from(
      { length: 20_000 },
      (_, index): LineState => ({
        range: at(index + 1),
        kind: 'newer',
        text: '',
        fix: fix(`Update ${index + 1}`),
      }),
    );
    window.visibleTextEditors = [{ document, visibleRanges: [new Range(9999, 0, 10_039, 0)] }];
    const shown = titles('image-list', many);
    window.visibleTextEditors = [];
    expect(shown[0]).toBe('1 Update all 20000 images');
    expect(shown).toContain('9801 Update 9801');
    expect(shown).toContain('10240 Update 10240');
    expect(shown.length).toBeLessThan(500);
  });

  it('of a form offer states only where it names an image', () => {
    const owned = { language: languageById('load-form'), where };
    const titlesOf = (namesImages: boolean, shown?: readonly LineState[]) =>
      lensesOf(document, owned, shown, { values: [], namesImages }).map(({ command }) => command?.title);
    expect(titlesOf(true)).toEqual(['Show image states']);
    expect(titlesOf(true, [])).toEqual(['Ask again', 'Hide image states']);
    expect(titlesOf(false)).toEqual([]);
  });
});

describe('the words behind a line', () => {
  it('say with words what a sign repeats', () => {
    expect(lineWords(states.slice(0, 2))).toBe('✓ there · sha256:77ab…01d4   ↑ 8.3.5 is out');
  });

  it('of a form need no sign', () => {
    expect(lineWords([{ range: at(1), kind: 'count', text: '61 of 72' }])).toBe('61 of 72');
  });

  it('are counted', () => {
    expect(stateCounts(states)).toBe('1 there, 1 taken, 2 with a newer release');
    expect(stateCounts([])).toMatch(/say nothing/);
  });
});
