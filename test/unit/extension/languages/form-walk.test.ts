import { afterEach, describe, expect, it, vi } from 'vitest';
import { formValueAt, formValues, type LanguageId, languageById } from '#language';
import { FormWalk } from '../../../../src/extension/languages/form-walk.ts';
import type { OwnedDocuments } from '../../../../src/extension/languages/owned-documents.ts';
import { env, Range, Uri, window } from '../../../support/vscode.ts';

const form = '[8.4.1]\nForm: Container version\nVersion title: 8.4.1\nRelease notes: """\nFixes\n"""\n';

/** Over a document with the cursor on a line, from 1. */
function made(line: number, id: LanguageId | 'none' = 'load-form') {
  const lineAt = (at: number) => ({ range: new Range(at, 0, at, 1) });
  const document = { uri: Uri.file('/r/a.loadform.txt'), getText: () => form, lineAt };
  const editor = { document, selection: new Range(line - 1, 0, line - 1, 0), revealRange: () => undefined };
  window.activeTextEditor = editor;
  vi.spyOn(window, 'showTextDocument').mockResolvedValue(editor);
  const copied: string[] = [];
  vi.spyOn(env.clipboard, 'writeText').mockImplementation(async (text) => void copied.push(text));
  const said = vi.spyOn(window, 'showInformationMessage');
  const documents = { find: async () => (id === 'none' ? undefined : { language: languageById(id) }) };
  const walk = new FormWalk({ formValues, formValueAt }, documents as unknown as Pick<OwnedDocuments, 'find'>);
  const at = () => walk.lineOf(document as never);
  return { walk, editor, copied, at, said: () => said.mock.lastCall?.[0] };
}

afterEach(() => {
  vi.restoreAllMocks();
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
