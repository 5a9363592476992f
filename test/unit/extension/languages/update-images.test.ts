import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Answer, type Facts, type LanguageId, type LineState, languageById } from '#language';
import type { DocumentAnswers } from '../../../../src/extension/languages/document-answers.ts';
import { hasSubject } from '../../../../src/extension/languages/line-subject.ts';
import type { Owned, OwnedDocuments } from '../../../../src/extension/languages/owned-documents.ts';
import { UpdateImages } from '../../../../src/extension/languages/update-images.ts';
import { knownFacts } from '../../../support/known-facts.ts';
import { Range, Uri, window } from '../../../support/vscode.ts';

const list = '# images\nzeebe:8.3.3 docker.io/camunda/zeebe:8.3.3\n\n';
const world = knownFacts({ target: { registry: 'registry.example', prefix: 'p' }, unpaired: 'sources' });

/** The commands, over a document with the cursor on a line, from 1. */
function made(text: string, line: number, id: LanguageId = 'image-list') {
  const lineAt = (at: number) => ({ range: new Range(at, 0, at, text.split('\n')[at]?.length ?? 0) });
  const document = { uri: Uri.file('/r/1_images.txt'), getText: () => text, lineAt };
  window.activeTextEditor = { document, selection: new Range(line - 1, 0, line - 1, 0) };
  const owned = { language: languageById(id), where: { world: 'aws', place: {} }, surroundings: {} };
  const wanted: unknown[] = [];
  const ask = async (
    _document: unknown,
    question: (owned: Owned, text: string, facts: Facts) => Answer<readonly LineState[]>,
  ) => {
    const { value, wants } = question(owned as unknown as Owned, text, world);
    wanted.push(...wants);
    return { value, isPartial: wants.length > 0, failures: [] };
  };
  const updates = new UpdateImages(
    { ask, forgetFailure: () => undefined } as unknown as DocumentAnswers,
    { find: async () => owned, facts: async () => world } as unknown as OwnedDocuments,
  );
  const said = vi.spyOn(window, 'showInformationMessage');
  return { updates, wanted, said: () => said.mock.lastCall?.[0] };
}

afterEach(() => {
  vi.restoreAllMocks();
  window.activeTextEditor = undefined;
});

describe('updating images', () => {
  it('asks for the tags of the sources, and the target for nothing', async () => {
    const { updates, wanted, said } = made(list, 2);
    await updates.all();
    await updates.one('newer', []);
    const tags = { kind: 'tags', repository: 'docker.io/camunda/zeebe' };
    expect(wanted).toEqual([tags, tags]);
    expect(said()).toBe('No newer release is known here.');
  });

  it('asks the target about a tag that may be taken', async () => {
    const { updates, wanted } = made(list, 2);
    await updates.one('taken', []);
    expect(wanted).toContainEqual({ kind: 'image', reference: 'registry.example/p/zeebe:8.3.3' });
  });

  it.each([
    [1, list, 'image-list', 'No image stands on this line.'],
    [
      1,
      'version: 1\ntarget: { registry: r.example }\n',
      'settings',
      'No chart of a Helm repository stands on this line.',
    ],
    [1, '{ "metadata": {} }', 'release-file', 'No image stands on this line.'],
  ] as const)('says when there is nothing on line %i of %j', async (line, text, id, words) => {
    for (const kind of ['newer', 'taken'] as const) {
      const { updates, wanted, said } = made(text, line, id);
      await updates.one(kind, []);
      expect(said()).toBe(words);
      expect(wanted).toEqual([]);
    }
  });

  it('knows a chart by its version', () => {
    const text =
      'version: 1\ntarget: { registry: r.example }\nchart:\n  source: { repository: "https://helm.camunda.io", name: a }\n  version: 8.3.4\n';
    const at = (line: number) =>
      hasSubject(languageById('settings'), text, world, { line, column: 1, endLine: line, endColumn: 99 });
    expect([2, 5].map(at)).toEqual([false, true]);
  });
});
