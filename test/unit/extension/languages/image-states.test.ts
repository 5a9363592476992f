import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { imageListLanguage, type LineState, languageById } from '#language';
import type { DocumentAnswers } from '../../../../src/extension/languages/document-answers.ts';
import { ImageStates } from '../../../../src/extension/languages/image-states.ts';
import type { OwnedDocuments } from '../../../../src/extension/languages/owned-documents.ts';
import type { RegistryFacts } from '../../../../src/extension/languages/registry-facts.ts';
import type { Services } from '../../../../src/extension/services.ts';
import { events, Range, settings, Uri, window } from '../../../support/vscode.ts';

const where = { world: 'aws', place: { settings: '/r/marketplace.yaml' } };
const told: LineState = {
  range: { line: 1, column: 1, endLine: 1, endColumn: 5 },
  kind: 'there',
  text: 'there',
};
/** Until everything that was to happen later has happened. */
const settled = () => vi.advanceTimersByTimeAsync(1000);

/** An image list (or a load form) in sight, and what registries would say of it. */
function shown({ language = imageListLanguage, choices }: { language?: object; choices?: readonly string[] } = {}) {
  const document = { uri: Uri.file('/r/1_images.txt'), lineCount: 1, lineAt: () => ({ range: new Range(0, 0, 0, 4) }) };
  const drawn: number[] = [];
  const editor = {
    document,
    visibleRanges: [new Range(0, 0, 1, 0)],
    setDecorations: (_type: object, options: readonly object[]) => drawn.push(options.length),
  };
  window.visibleTextEditors = [editor];
  window.activeTextEditor = editor;
  const world = { owned: { language, where, surroundings: choices ? { choices } : {} } as object | undefined };
  const asked = vi.fn(async () => ({ value: [told], isPartial: false, failures: [] }));
  const problems = { moveTold: vi.fn(), told: vi.fn() };
  const log = { debug: vi.fn(), error: vi.fn() };
  const states = new ImageStates(
    { ask: asked, forgetFailure: () => undefined } as unknown as DocumentAnswers,
    { find: async () => world.owned } as unknown as OwnedDocuments,
    { forgetAll: () => undefined } as unknown as RegistryFacts,
    { log, problems } as unknown as Services,
  );
  const of = () => states.of(document as unknown as vscode.TextDocument);
  /** How many lines have words behind them, of all tones. */
  const wordsDrawn = () => drawn.slice(-3).reduce((sum, count) => sum + count, 0);
  return { states, of, world, asked, document, editor, drawn, wordsDrawn };
}

beforeEach(() => {
  vi.useFakeTimers();
  settings.set('marketplaceRelease.lineStates', 'off');
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  window.visibleTextEditors = [];
  window.activeTextEditor = undefined;
});

describe('the states of images', () => {
  it('come with the document where settings say so, and stay hidden once they are hidden', async () => {
    settings.set('marketplaceRelease.lineStates', 'onOpen');
    const { states, of, editor } = shown();
    await settled();
    expect(of()).toEqual([told]);
    states.hide();
    events.visibleEditorsChanged.fire([editor]);
    await settled();
    expect(of()).toBeUndefined();
    await states.show();
    expect(of()).toEqual([told]);
    states.dispose();
  });

  it('of a load form hide what registries say, and nothing that its text tells', async () => {
    const { states, of, asked, wordsDrawn } = shown({ language: languageById('load-form') });
    await states.show();
    states.hide();
    asked.mockClear();
    await settled();
    expect(of()).toBeUndefined();
    expect(asked).toHaveBeenCalledOnce();
    expect(wordsDrawn()).toBe(1);
    states.dispose();
  });

  it('go with the settings that told of them', async () => {
    const { states, of, world, wordsDrawn } = shown();
    await states.show();
    expect(wordsDrawn()).toBe(1);
    world.owned = undefined;
    states.refresh();
    await settled();
    expect(of()).toBeUndefined();
    expect(wordsDrawn()).toBe(0);
    states.dispose();
  });

  it('are asked for again when a document is seen that was hidden meanwhile', async () => {
    const { states, asked, editor } = shown();
    await states.show();
    asked.mockClear();
    events.visibleEditorsChanged.fire([editor]);
    await settled();
    expect(asked).toHaveBeenCalledOnce();
    states.dispose();
  });

  it('are those of one target: which one, has to be chosen', async () => {
    const { states, of, asked } = shown({ choices: ['staging', 'prod'] });
    const said = vi.spyOn(window, 'showErrorMessage');
    await states.show();
    expect(said.mock.lastCall?.[0]).toContain('staging, prod');
    expect(said.mock.lastCall).toContain('Choose a Target');
    expect(of()).toBeUndefined();
    expect(asked).not.toHaveBeenCalled();
    states.dispose();
  });

  it('are not drawn into an editor whose document is closed', async () => {
    const { states, of, document, drawn } = shown();
    await states.show();
    const before = drawn.length;
    events.documentClosed.fire(document);
    expect(drawn.length).toBe(before);
    expect(of()).toBeUndefined();
    states.dispose();
  });
});
