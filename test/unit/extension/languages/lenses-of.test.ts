import { describe, expect, it } from 'vitest';
import type * as vscode from 'vscode';
import { type LanguageId, type LineState, languageById } from '#language';
import { lensesOf } from '../../../../src/extension/languages/lenses-of.ts';
import { lineWords, stateCounts } from '../../../../src/extension/languages/state-words.ts';
import { Uri } from '../../../support/vscode.ts';

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
    expect(titles('settings', undefined, false)).toEqual(['1 Check the files', '1 Plan']);
  });

  it('of a form copy its fields', () => {
    const owned = { language: languageById('load-form'), where: undefined };
    const found = lensesOf(document, owned, undefined, [{ range: at(3), text: '8.4.1' }]);
    expect(found.map(({ command }) => [command?.title, command?.arguments?.[1]])).toEqual([['Copy', 3]]);
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
