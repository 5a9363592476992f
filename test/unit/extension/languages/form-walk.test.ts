import { afterEach, describe, expect, it, vi } from 'vitest';
import { formValueAt, formValues, type LanguageId, languageById } from '#language';
import { FormWalk } from '../../../../src/extension/languages/form-walk.ts';
import type { OwnedDocuments } from '../../../../src/extension/languages/owned-documents.ts';
import { env, events, Range, Uri, window, workspace } from '../../../support/vscode.ts';

const form = '[8.4.1]\nForm: Container version\nVersion title: 8.4.1\nRelease notes: """\nFixes\n"""\n';

const walks: FormWalk[] = [];

/** Over a document with the cursor on a line, from 1. */
function made(line: number, id: LanguageId | 'none' = 'load-form') {
  let text = form;
  const lineAt = (at: number) => ({ range: new Range(at, 0, at, 1) });
  const document = { uri: Uri.file('/r/a.loadform.txt'), getText: () => text, lineCount: 20, lineAt };
  const editor = { document, selection: new Range(line - 1, 0, line - 1, 0), revealRange: () => undefined };
  window.activeTextEditor = editor;
  vi.spyOn(window, 'showTextDocument').mockResolvedValue(editor);
  const copied: string[] = [];
  vi.spyOn(env.clipboard, 'writeText').mockImplementation(async (text) => void copied.push(text));
  const said = vi.spyOn(window, 'showInformationMessage');
  const documents = { find: async () => (id === 'none' ? undefined : { language: languageById(id) }) };
  const walk = new FormWalk({ formValues, formValueAt }, documents as unknown as Pick<OwnedDocuments, 'find'>);
  walks.push(walk);
  Object.assign(workspace, { openTextDocument: async () => document });
  const at = () => walk.lineOf(document as never);
  /** The cursor goes along with the text, as in an editor. */
  const type = (written: string, range: Range, now: string) => {
    text = now;
    const lines = written.split('\n').length - 1 - (range.end.line - range.start.line);
    const cursor = editor.selection.start.line;
    if (range.start.line < cursor) goTo(cursor + 1 + lines);
    events.documentChanged.fire({ document, contentChanges: [{ range, text: written }] } as never);
  };
  const goTo = (to: number) => {
    editor.selection = new Range(to - 1, 0, to - 1, 0);
  };
  return { walk, editor, document, copied, at, type, goTo, said: () => said.mock.lastCall?.[0] };
}

afterEach(() => {
  vi.restoreAllMocks();
  Reflect.deleteProperty(workspace, 'openTextDocument');
  for (const walk of walks.splice(0)) walk.dispose();
  window.activeTextEditor = undefined;
});

describe('the values of a load form', () => {
  it('are copied one after the other', async () => {
    const { walk, editor, copied, at } = made(3);
    await walk.copy([]);
    expect(at()).toBe(3);
    await walk.next([]);
    expect(copied).toEqual(['8.4.1', 'Fixes']);
    expect(at()).toBe(4);
    expect(editor.selection.start.line).toBe(3);
    await walk.next([]);
    expect(copied).toHaveLength(2);
    expect(at()).toBeUndefined();
  });

  it('are walked on from where they are after edits above', async () => {
    const { walk, copied, at, type } = made(3);
    await walk.copy([]);
    type('# a\n# b\n', new Range(0, 0, 0, 0), `# a\n# b\n${form}`);
    expect(at()).toBe(5);
    type('', new Range(0, 0, 1, 0), `# b\n${form}`);
    expect(at()).toBe(4);
    type('x', new Range(3, 3, 3, 3), `# b\n${form}`);
    type('y\n', new Range(6, 0, 6, 0), `# b\n${form}`);
    expect(at()).toBe(4);
    await walk.next([]);
    expect(copied).toEqual(['8.4.1', 'Fixes']);
  });

  it('are begun anew at the cursor where the text of the last was replaced', async () => {
    const { walk, copied, at, type } = made(3);
    await walk.copy([]);
    type(form, new Range(0, 0, 6, 0), form);
    expect(at()).toBeUndefined();
    await walk.next([]);
    expect(copied).toEqual(['8.4.1', 'Fixes']);
  });

  it('are walked on from the field that the cursor was moved to', async () => {
    const { walk, document, copied, at, goTo } = made(4);
    await walk.copy([]);
    goTo(3);
    await walk.next([document.uri, 4]);
    expect(at()).toBeUndefined();
    goTo(4);
    await walk.copy([]);
    goTo(1);
    await walk.next([]);
    expect(at()).toBeUndefined();
    goTo(4);
    await walk.copy([]);
    goTo(3);
    await walk.next([]);
    expect(copied).toEqual(['Fixes', 'Fixes', 'Fixes', 'Fixes']);
    expect(at()).toBe(4);
  });

  it('are copied of fields that have one', async () => {
    const { walk, copied, said } = made(1);
    await walk.copy([]);
    expect(said()).toMatch(/^Put the cursor into a field/);
    expect(copied).toEqual([]);
  });

  it.each(['none', 'image-list'] as const)('are copied from no other document: %s', async (id) => {
    const { walk, copied, said } = made(3, id);
    await walk.copy([]);
    await walk.next([]);
    expect(said()).toMatch(/^Open a load form/);
    expect(copied).toEqual([]);
  });
});
