import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
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

describe('a problem', () => {
  it('leads to the line of the page that explains its code', () => {
    const page = fileURLToPath(new URL('../../../../media/docs/codes.md', import.meta.url));
    const ofPage = new FileProblems(Uri.file(page) as unknown as vscode.Uri);
    ofPage.replace('files', [file], inFile(file, [unknown]));
    const [found] = shownBy('files') as readonly { readonly code: { readonly target: Uri } }[];
    const line = Number(/^L(\d+)$/.exec(found?.code.target.fragment ?? '')?.[1]);
    expect(readFileSync(page, 'utf8').split('\n')[line - 1]).toBe('## image-not-in-release');
  });

  it('leads to the page when its line is not known', () => {
    problems.replace('files', [file], inFile(file, [unknown]));
    expect(shownBy('files')[0]?.code).toMatchObject({ target: { fsPath: '/codes.md', fragment: '' } });
  });
});

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

  it('are not shown twice either when what it is held against is not saved as it is opened', () => {
    problems.replace('files', [file], inFile(file, [unknown, twice(2)]));
    problems.typed(uri, [twice(2)], false);
    expect(shown()).toEqual(['files 1', 'editing 2']);
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

  describe('that the registries tell while it is open', () => {
    const taken = (line: number): TextProblem => ({ ...twice(line), rule: 'tag-taken' });
    const typing = (start: number, end: number, text: string) => ({
      range: { start: { line: start }, end: { line: end } },
      text,
    });

    it('stand beside those of its text, whichever comes first', () => {
      problems.told(uri, [taken(3)]);
      problems.typed(uri, [twice(2)], true);
      expect(shown()).toEqual(['editing 2', 'editing 3']);
      problems.told(uri, [taken(1)]);
      expect(shown()).toEqual(['editing 2', 'editing 1']);
      problems.told(uri, []);
      expect(shown()).toEqual(['editing 2']);
      problems.told(uri, [taken(1)]);
      problems.untyped(uri);
      expect(shown()).toEqual([]);
    });

    it('are not told again where a job has reported the same of the line', () => {
      problems.told(uri, [taken(1), taken(3)]);
      problems.replace('registries', [file], inFile(file, [taken(3)]));
      expect(shown()).toEqual(['editing 1', 'registries 3']);
      problems.replace('registries', [file], []);
      expect(shown()).toEqual(['editing 1', 'editing 3']);
    });

    it('move with their lines, and are gone from those that are written on', () => {
      problems.told(uri, [taken(1), taken(3), taken(6)]);
      problems.moveTold(uri, [typing(1, 1, 'a:1\nb:1\n')]);
      expect(shown()).toEqual(['editing 1', 'editing 5', 'editing 8']);
      problems.moveTold(uri, [typing(4, 4, 'x')]);
      expect(shown()).toEqual(['editing 1', 'editing 8']);
      problems.moveTold(uri, [typing(2, 4, '')]);
      expect(shown()).toEqual(['editing 1', 'editing 6']);
    });

    it('have fixes, as others have', () => {
      problems.told(uri, [taken(1)]);
      const [diagnostic] = shownBy('editing');
      expect(problems.find(uri, diagnostic as unknown as vscode.Diagnostic)).toEqual(taken(1));
    });
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
