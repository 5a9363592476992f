import { afterEach, beforeEach, expect, it } from 'vitest';
import type * as vscode from 'vscode';
import * as room from '#language';
import { OwnedDocuments } from '../../../../src/extension/languages/owned-documents.ts';
import type { RegistryFacts } from '../../../../src/extension/languages/registry-facts.ts';
import type { Services } from '../../../../src/extension/services.ts';
import { EventEmitter, FileType, Uri, workspace } from '../../../support/vscode.ts';

const good = `version: 1
target: { registry: r.example, prefix: p }
names: [{ from: quay.io/y/*, to: y/* }]
`;
const pin = `sha256:${'a'.repeat(64)}`;
const list = `a:1 quay.io/x/a:1@${pin}\na:1 quay.io/y/a:1@${pin}\n`;
const form = `[a]
Form: Container version
Approval: https://x.example/1 #0123456789abcdef
[[Option: Images]]
Container images:
  - @1_images.txt
`;

/** What is on the disk, by name; a search of the whole folder was cut before it came to any of it. */
let disk: Map<string, string>;
const found = { ...workspace.fs };
let documents: OwnedDocuments;

beforeEach(() => {
  disk = new Map();
  Object.assign(workspace.fs, {
    readFile: async ({ fsPath }: Uri) => {
      const text = disk.get(fsPath);
      if (text === undefined) throw new Error(`${fsPath} is not there`);
      return new TextEncoder().encode(text);
    },
    readDirectory: async ({ fsPath }: Uri) =>
      [...disk.keys()].flatMap((name) =>
        name.startsWith(`${fsPath}/`) ? [[name.slice(fsPath.length + 1), FileType.File]] : [],
      ),
  });
  const onDidChange = new EventEmitter<void>().event;
  const services = {
    settingsFiles: { onDidChange, governing: async () => Uri.file('/r/marketplace.yaml') },
    selection: { onDidChange, whereabouts: async () => undefined },
  };
  documents = new OwnedDocuments(room, services as unknown as Services, {} as RegistryFacts);
});

afterEach(() => {
  documents.dispose();
  Reflect.deleteProperty(workspace.fs, 'readFile');
  Reflect.deleteProperty(workspace.fs, 'readDirectory');
  Object.assign(workspace.fs, found);
});

async function rulesOf(name: string, text: string): Promise<string[]> {
  const uri = Uri.file(`/r/${name}`);
  const document = { uri, languageId: 'plaintext', getText: () => text } as unknown as vscode.TextDocument;
  const owned = await documents.find(document);
  if (!owned) throw new Error('nobody’s');
  const around = await documents.around(owned, text);
  return owned.language.diagnose(text, around).map(({ rule, message }) => `${rule}: ${message}`);
}

const saysOf = async (rule: string, name: string, text: string) =>
  (await rulesOf(name, text)).filter((each) => each.startsWith(rule));

it.each([
  ['good settings', good, 0],
  ['settings that are half typed', `${good}tar`, 0],
  ['settings without names', 'version: 1\ntarget: { registry: r.example }\n', 2],
])('holds lines of a list against each other as far as names are known: %s', async (_, settings, count) => {
  disk.set('/r/marketplace.yaml', settings);
  expect(await saysOf('destination-duplicate', '1_images.txt', list)).toHaveLength(count);
});

it.each([
  ['good settings', good, 1],
  ['settings with a fault', `${good}unknown: 1\n`, 0],
])('says that an approval is void only where it is known what lists come to: %s', async (_, settings, count) => {
  const images = { a: { source: `quay.io/y/a:1@${pin}`, dest: 'a:1' } };
  disk.set('/r/marketplace.yaml', settings).set('/r/1_images.txt', 'a:1\n');
  disk.set('/r/1_release.json', JSON.stringify({ metadata: { images } }));
  expect(await saysOf('form-approval', 'a.loadform.txt', form)).toHaveLength(count);
});

it('finds the release of a list beside it, also where a folder holds more files than are looked at', async () => {
  const images = { b: { source: `quay.io/x/b:1@${pin}`, dest: 'b:1' } };
  disk.set('/r/marketplace.yaml', good).set('/r/x/1_release.json', JSON.stringify({ metadata: { images } }));
  expect(await saysOf('image-not-in-release', 'x/1_images.txt', 'a:1\n')).toHaveLength(1);
});
