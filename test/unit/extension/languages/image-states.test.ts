import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { type Facts, imageListLanguage, type LineState, languageById } from '#language';
import { ReleaseError } from '#problem';
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
const none = { value: [], isPartial: true, failures: [] };
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
  const asked = vi.fn(
    async (..._given: readonly unknown[]): Promise<object | undefined> => ({
      value: [told],
      isPartial: false,
      failures: [],
    }),
  );
  const problems = { moveTold: vi.fn(), told: vi.fn() };
  const forgetFailure = vi.fn();
  const log = { debug: vi.fn(), error: vi.fn() };
  const states = new ImageStates(
    { ask: asked, forgetFailure } as unknown as DocumentAnswers,
    { find: async () => world.owned } as unknown as OwnedDocuments,
    { forgetAll: () => undefined, last: () => ({ tags: () => ['1'] }) } as unknown as RegistryFacts,
    { log, problems } as unknown as Services,
  );
  const of = () => states.of(document as unknown as vscode.TextDocument);
  /** How many lines have words behind them, of all tones. */
  const wordsDrawn = () => drawn.slice(-3).reduce((sum, count) => sum + count, 0);
  return { states, of, world, asked, forgetFailure, document, editor, drawn, wordsDrawn };
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

  it('that fail are told to whoever asked by hand, also when a newer look took over', async () => {
    const { states, asked, forgetFailure, document } = shown();
    const said = vi.spyOn(window, 'showErrorMessage');
    const counted = vi.spyOn(window, 'setStatusBarMessage');
    const slow = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 100));
    asked.mockResolvedValueOnce(none).mockReturnValueOnce(slow);
    const showing = states.show();
    await vi.advanceTimersByTimeAsync(0);
    const failed = { ...none, failures: [new ReleaseError('login-required', 'Nobody is signed in')] };
    asked.mockResolvedValueOnce(none).mockResolvedValueOnce(failed);
    events.documentChanged.fire({ document });
    await settled();
    await showing;
    expect(said).toHaveBeenCalledOnce();
    expect(said.mock.lastCall?.[0]).toContain('Nobody is signed in');
    expect(counted).not.toHaveBeenCalled();
    // No silence of the first look keeps the second from hearing of the failure.
    expect(forgetFailure).toHaveBeenCalledTimes(2);
    states.refresh();
    await settled();
    expect([said.mock.calls.length, counted.mock.calls.length, forgetFailure.mock.calls.length]).toEqual([1, 0, 2]);
    states.dispose();
  });

  it('that are too old are wanted again, and stay until there are newer ones', async () => {
    const lines = vi.fn((_text: string, facts: Facts) => {
      const isKnown = facts.tags('r.example/a') !== undefined;
      return { value: isKnown ? [told] : [], wants: isKnown ? [] : [{ kind: 'tags', repository: 'r.example/a' }] };
    });
    const { states, asked } = shown({ language: { ...imageListLanguage, lines } });
    await states.show();
    const question = asked.mock.lastCall?.[1] as (owned: object, text: string, facts: object) => object;
    const tooOld = { tags: () => undefined };
    expect(question({ language: { lines }, where }, '', tooOld)).toEqual({
      value: [told],
      wants: [{ kind: 'tags', repository: 'r.example/a' }],
    });
    states.dispose();
  });

  it('come when it can be known whom to ask only after the document was opened', async () => {
    settings.set('marketplaceRelease.lineStates', 'onOpen');
    const { states, of, world } = shown({ choices: ['staging', 'prod'] });
    await settled();
    expect(of()).toBeUndefined();
    world.owned = { language: imageListLanguage, where, surroundings: {} };
    states.refresh();
    await settled();
    expect(of()).toEqual([told]);
    states.hide();
    states.refresh();
    await settled();
    expect(of()).toBeUndefined();
    states.dispose();
  });

  it('of a load form come when the workspace is trusted after it was opened', async () => {
    settings.set('marketplaceRelease.lineStates', 'onOpen');
    const language = languageById('load-form');
    const { states, of, world } = shown({ language });
    world.owned = { language, where: undefined, surroundings: {} };
    await settled();
    expect(of()).toBeUndefined();
    world.owned = { language, where, surroundings: {} };
    events.trustGranted.fire();
    await settled();
    expect(of()).toEqual([told]);
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
