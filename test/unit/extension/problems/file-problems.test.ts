import { beforeEach, describe, expect, it } from 'vitest';
import type * as vscode from 'vscode';
import { inFile, type TextProblem } from '#problem';
import { FileProblems } from '../../../../src/extension/problems/file-problems.ts';
import { type Diagnostic, diagnostics, Uri } from '../../../support/vscode.ts';

const file = '/r/8.3.4_images.txt';
const uri = Uri.file(file) as unknown as vscode.Uri;
const at = (line: number) => ({ line, column: 1, endLine: line, endColumn: 5 });
const twice = (line: number): TextProblem => ({
  rule: 'duplicate-entry',
  severity: 'warning',
  range: at(line),
  message: 'It is there twice.',
  hint: 'Remove one.',
});
const unknown: TextProblem = { rule: 'image-not-in-release', severity: 'error', range: at(1), message: 'Not there.' };

let problems: FileProblems;
beforeEach(() => {
  diagnostics.clear();
  problems = new FileProblems(Uri.file('/codes.md') as unknown as vscode.Uri);
});

const shownBy = (finder: string): readonly Diagnostic[] =>
  diagnostics.get(`marketplace-release-${finder}`)?.get(`file://${file}`) ?? [];
const shown = () =>
  ['files', 'editing', 'registries'].flatMap((finder) =>
    shownBy(finder).map(({ range }) => `${finder} ${range.start.line + 1}`),
  );

describe('problems of a file that is open', () => {
  it('are not shown twice: what its text says is told by the text', () => {
    problems.replace('files', [file], inFile(file, [unknown, twice(2)]));
    expect(shown()).toEqual(['files 1', 'files 2']);
    problems.typed(uri, [twice(2)], true);
    expect(shown()).toEqual(['files 1', 'editing 2']);
  });

  it('come in either order', () => {
    problems.typed(uri, [twice(2)], true);
    problems.replace('files', [file], inFile(file, [unknown, twice(2)]));
    expect(shown()).toEqual(['files 1', 'editing 2']);
  });

  it('follow the text while the file on disk stays as it is', () => {
    problems.replace('files', [file], inFile(file, [unknown, twice(2)]));
    problems.typed(uri, [twice(2)], true);
    problems.typed(uri, [twice(3)], false);
    expect(shown()).toEqual(['files 1', 'editing 3']);
    problems.typed(uri, [], false);
    expect(shown()).toEqual(['files 1']);
  });

  it('are those of the disk again when it is closed', () => {
    problems.replace('files', [file], inFile(file, [unknown, twice(2)]));
    problems.typed(uri, [twice(2)], true);
    problems.untyped(uri);
    expect(shown()).toEqual(['files 1', 'files 2']);
  });

  it('leave alone what registries said', () => {
    problems.replace('registries', [file], inFile(file, [{ ...twice(2), rule: 'tag-taken' }]));
    problems.typed(uri, [twice(2)], true);
    problems.replace('files', [file], []);
    expect(shown()).toEqual(['editing 2', 'registries 2']);
  });

  it('are found again by what VS Code shows of them', () => {
    problems.typed(uri, [twice(2)], true);
    problems.replace('files', [file], inFile(file, [unknown]));
    const [diagnostic] = shownBy('editing');
    const moved = { ...diagnostic, range: undefined } as unknown as vscode.Diagnostic;
    expect(problems.find(uri, moved)).toEqual(twice(2));
    expect(problems.find(uri, { ...moved, message: 'Another.' } as vscode.Diagnostic)).toBeUndefined();
    expect(problems.find(uri, shownBy('files')[0] as unknown as vscode.Diagnostic)).toMatchObject(unknown);
  });
});
