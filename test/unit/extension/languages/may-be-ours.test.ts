import { describe, expect, it } from 'vitest';
import type * as vscode from 'vscode';
import { languages } from '../../../../src/extension/ids.ts';
import { mayBeOurs } from '../../../../src/extension/languages/may-be-ours.ts';

interface Given {
  readonly text?: string;
  readonly scheme?: string;
  readonly languageId?: string;
  readonly isGoverned?: boolean;
}

function needs(path: string, { text = '', scheme = 'file', languageId = 'plaintext', isGoverned = false }: Given = {}) {
  const uri = { scheme, path } as vscode.Uri;
  return mayBeOurs({ uri, languageId, getText: () => text }, async () => isGoverned);
}

const release = '{ "metadata": { "images": { "a": { "source": "b:1", "dest": "c:1" } } } }';

describe('the languages of a release', () => {
  it('are loaded for what can be told from its text', async () => {
    expect(await needs('/r/release.json', { text: release, languageId: 'json' })).toBe(true);
    expect(await needs('/r/images.txt', { text: '# all\na:1 docker.io/library/a:1\n' })).toBe(true);
    expect(await needs('/r/a.loadform.txt')).toBe(true);
    expect(await needs('/r/a.txt', { languageId: languages.images })).toBe(true);
  });

  it('are not loaded for what strangers have', async () => {
    expect(await needs('/r/release.json', { text: '{ "tag_name": "v1" }', languageId: 'json' })).toBe(false);
    expect(await needs('/r/images.txt', { text: 'cat.png the cat: a:b\n' })).toBe(false);
    expect(await needs('/r/readme.txt')).toBe(false);
  });

  it('are loaded for whatever settings may call their own', async () => {
    expect(await needs('/r/release.json', { languageId: 'json', isGoverned: true })).toBe(true);
    expect(await needs('/r/parts.list', { isGoverned: true })).toBe(true);
    expect(await needs('/r/a.ts', { languageId: 'typescript', isGoverned: true })).toBe(false);
  });

  it.each(['git', 'output', 'clipboardCompare', 'vscode-local-history', 'vscode-vfs'])(
    'are not loaded for what is only shown: %s',
    async (scheme) => {
      expect(await needs('/r/release.json', { text: release, scheme, isGoverned: true })).toBe(false);
    },
  );

  it('are loaded for what is not saved yet, and for what is written far away', async () => {
    expect(await needs('/r/a.loadform.txt', { scheme: 'untitled' })).toBe(true);
    expect(await needs('/r/a.loadform.txt', { scheme: 'vscode-remote' })).toBe(true);
  });
});
