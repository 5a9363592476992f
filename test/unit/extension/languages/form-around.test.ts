import { expect, it } from 'vitest';
import type * as vscode from 'vscode';
import { formListNames, pairedFiles, readFormList, surroundingsOf } from '#language';
import { formAround } from '../../../../src/extension/languages/form-around.ts';
import type { LanguageRoom } from '../../../../src/extension/languages/language-room.ts';
import { Uri } from '../../../support/vscode.ts';

const registry = '709825985650.dkr.ecr.us-east-1.amazonaws.com';
const surroundings = surroundingsOf(`version: 1
targets: { staging: { registry: r.example, prefix: s }, market: { registry: ${registry}, prefix: p } }
`);
const source = `s.io/web:1@sha256:${'a'.repeat(64)}`;
const contents: Readonly<Record<string, string>> = {
  '/r/1_images.txt': 'web:1\n',
  '/r/1_release.json': JSON.stringify({ metadata: { images: { web: { source, dest: 'web:1' } } } }),
  '/r/forms/2_images.txt': 'A B C\n',
  '/secrets_images.txt': 'web:1\n',
};
const beside = ['1_images.txt', '1_release.json', 'forms/2_images.txt', 'forms/a.loadform.txt'];
const filesBeside = async () => beside;
const room = { formListNames, pairedFiles, readFormList } as LanguageRoom;
const folder = Uri.file('/r') as unknown as vscode.Uri;

it('has the lists that a form names, from its folder and no farther up than the settings', async () => {
  const names = ['../1_images.txt', './2_images.txt', '3_images.txt', '../../secrets_images.txt'];
  const items = names.map((name) => `  - @${name}\n`).join('');
  const text = `[a]\nForm: Container version\n[[Option: Images]]\nContainer images:\n${items}`;
  const asked: string[] = [];
  const read = async ({ fsPath }: vscode.Uri) => {
    asked.push(fsPath);
    return contents[fsPath];
  };
  const owned = { folder, file: 'forms/a.loadform.txt', surroundings };
  const around = await formAround(owned, text, { room, filesBeside, read });
  expect([...(around?.lists ?? [])]).toEqual([
    ['../1_images.txt', { targets: [`${registry}/p/web:1`] }],
    ['./2_images.txt', { fault: 'faulty' }],
    ['3_images.txt', { fault: 'missing' }],
    ['../../secrets_images.txt', { fault: 'missing' }],
  ]);
  // Wherever lists go, a form is for AWS Marketplace.
  expect(around?.places).toMatchObject([{ registry, prefix: 'p' }]);
  expect(asked).not.toContain('/secrets_images.txt');
});

it('has nothing to hold a form against while the settings cannot be read', async () => {
  const owned = { folder, file: 'a.loadform.txt', surroundings: surroundingsOf('target: {') };
  const text = '[a]\nForm: Container version\n[[Option: Images]]\nContainer images:\n  - @1_images.txt\n';
  const read = async ({ fsPath }: vscode.Uri) => contents[fsPath];
  expect(await formAround(owned, text, { room, filesBeside, read })).toBeUndefined();
});
