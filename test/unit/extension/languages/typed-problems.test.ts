import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import type { OwnedDocuments } from '../../../../src/extension/languages/owned-documents.ts';
import { TypedProblems } from '../../../../src/extension/languages/typed-problems.ts';
import type { Services } from '../../../../src/extension/services.ts';
import { EventEmitter, events, Uri, workspace } from '../../../support/vscode.ts';

interface Open {
  readonly uri: Uri;
  readonly languageId: string;
  isDirty: boolean;
  isClosed: boolean;
  version: number;
  getText(): string;
}

function open(name: string, languageId: string): Open {
  const document = { uri: Uri.file(`/r/${name}`), languageId, isDirty: false, isClosed: false, version: 1 };
  const whole = { ...document, getText: () => name };
  workspace.textDocuments.push(whole);
  return whole;
}

/** What was told, by the names of the files, with whether the text is what the file has. */
let told: string[];
let typed: TypedProblems;
const chosen = new EventEmitter<void>();

function start(): void {
  const diagnose = (name: string) => [{ name }];
  const documents = {
    find: async () => ({ folder: Uri.file('/r'), language: { diagnose } }),
    around: async () => ({}),
  };
  const problems = {
    typed: (_: unknown, [{ name } = { name: '' }]: { name: string }[], isSaved: boolean) =>
      told.push(`${name} ${isSaved ? 'saved' : 'edited'}`),
    untyped: () => undefined,
  };
  const services = {
    problems,
    log: { warn: () => undefined },
    settingsFiles: { onDidChange: new EventEmitter().event },
    selection: { onDidChange: chosen.event },
  };
  typed = new TypedProblems(documents as unknown as OwnedDocuments, services as unknown as Services);
}

const change = (document: Open) => {
  document.version++;
  document.isDirty = true;
  events.documentChanged.fire({ document: document as unknown as vscode.TextDocument });
};

async function settled(): Promise<string[]> {
  await vi.runAllTimersAsync();
  const found = told.sort();
  told = [];
  return found;
}

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  workspace.textDocuments = [];
});

afterEach(() => {
  typed.dispose();
  vi.useRealTimers();
});

it('looks at lists and forms again when a release that they may be held against is written on', async () => {
  const release = open('release.json', 'json');
  open('images.txt', 'marketplace-images');
  open('own-name.txt', 'plaintext');
  open('a.loadform.txt', 'marketplace-load-form');
  open('notes.md', 'markdown');
  start();
  expect(await settled()).toHaveLength(5);
  change(release);
  // What they say then is of a text that no file has.
  expect(await settled()).toEqual([
    'a.loadform.txt edited',
    'images.txt edited',
    'own-name.txt edited',
    'release.json edited',
  ]);
});

it('looks at them again when it is closed, for its file counts then', async () => {
  const release = open('release.json', 'json');
  open('images.txt', 'marketplace-images');
  start();
  await settled();
  workspace.textDocuments.shift();
  release.isClosed = true;
  events.documentClosed.fire(release);
  expect(await settled()).toEqual(['images.txt saved']);
});

it('looks at nothing else for a document that nothing is held against', async () => {
  const form = open('a.loadform.txt', 'marketplace-load-form');
  open('images.txt', 'marketplace-images');
  start();
  await settled();
  change(form);
  expect(await settled()).toEqual(['a.loadform.txt edited']);
});

it('looks at everything again when another target is chosen', async () => {
  open('images.txt', 'marketplace-images');
  start();
  await settled();
  chosen.fire();
  expect(await settled()).toEqual(['images.txt saved']);
});
