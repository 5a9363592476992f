import { describe, expect, it } from 'vitest';
import type * as vscode from 'vscode';
import type { Answer, Facts, Want } from '#language';
import { ReleaseError } from '#problem';
import { DocumentAnswers } from '../../../../src/extension/languages/document-answers.ts';
import type { OwnedDocuments } from '../../../../src/extension/languages/owned-documents.ts';
import type { RegistryFacts } from '../../../../src/extension/languages/registry-facts.ts';

const want: Want = { kind: 'tags', repository: 'docker.io/a/b' };
const asking = { patience: 60_000, signal: new AbortController().signal };

interface Given {
  readonly isOurs?: boolean;
  readonly isTrusted?: boolean;
  readonly learn?: () => Promise<readonly ReleaseError[]>;
}

function made({ isOurs = true, isTrusted = true, learn = async () => [] }: Given = {}) {
  const document = { version: 1, getText: () => 'text' };
  let learned = 0;
  const where = { world: 'aws', place: { settings: '/marketplace.yaml' } };
  const owned = { surroundings: {}, ...(isTrusted ? { where } : {}) };
  const documents = { find: async () => (isOurs ? owned : undefined), facts: async () => ({}) };
  const facts = {
    learn: async () => {
      learned++;
      return learn();
    },
  };
  const answers = new DocumentAnswers(
    documents as unknown as OwnedDocuments,
    facts as unknown as RegistryFacts,
    { debug: () => undefined } as unknown as vscode.LogOutputChannel,
  );
  /** Wants to know something until it was asked for. */
  const question = (): Answer<number> => ({ value: learned, wants: learned > 0 ? [] : [want] });
  const ask = (how = asking) => answers.ask(document as unknown as vscode.TextDocument, question, how);
  return { ask, answers, document, learned: () => learned };
}

describe('answers about documents', () => {
  it('are given again once the registries have said what they want', async () => {
    expect(await made().ask()).toEqual({ value: 1, isPartial: false, failures: [] });
  });

  it('are what is known where nobody waits for a registry', async () => {
    const { ask, learned } = made();
    expect(await ask({ ...asking, patience: 0 })).toEqual({ value: 0, isPartial: true, failures: [] });
    expect(learned()).toBe(0);
  });

  it('ask nobody where nobody may be asked', async () => {
    const { ask, learned } = made({ isTrusted: false });
    expect(await ask()).toMatchObject({ value: 0, isPartial: true });
    expect(learned()).toBe(0);
  });

  it('are none about a document of a stranger', async () => {
    expect(await made({ isOurs: false }).ask()).toBeUndefined();
  });

  it('are dropped when the document was written on meanwhile', async () => {
    const { ask, document } = made({
      learn: async () => {
        document.version++;
        return [];
      },
    });
    expect(await ask()).toBeUndefined();
  });

  it('do not ask a place again at once that has failed, unless somebody asks by hand', async () => {
    let calls = 0;
    const failure = new ReleaseError('login-required', 'No login');
    const { answers, document } = made({
      learn: async () => {
        calls++;
        return [failure];
      },
    });
    const never = (_owned: unknown, _text: string, _facts: Facts): Answer<string> => ({ value: 'x', wants: [want] });
    const ask = () => answers.ask(document as unknown as vscode.TextDocument, never, asking);
    expect((await ask())?.failures).toEqual([failure]);
    expect((await ask())?.failures).toEqual([]);
    expect(calls).toBe(1);
    answers.forgetFailure();
    expect((await ask())?.failures).toEqual([failure]);
  });

  it('do not wait longer than somebody has patience', async () => {
    const { ask } = made({ learn: () => new Promise(() => undefined) });
    expect(await ask({ ...asking, patience: 5 })).toBeDefined();
  });
});
