import path from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import { copyAttestorKey } from '../../../../src/extension/sandbox/copy-attestor-key.ts';

type Uri = { readonly fsPath: string };
const editor = vi.hoisted(() => ({
  asked: [] as { readonly defaultUri?: Uri }[],
  answer: undefined as Uri | undefined,
  written: [] as (readonly [string, string])[],
}));
vi.mock('vscode', async (original) => {
  const real = await original<typeof import('../../../support/vscode.ts')>();
  const showSaveDialog = async (options: { readonly defaultUri?: Uri }) => {
    editor.asked.push(options);
    return editor.answer;
  };
  const writeFile = async (file: Uri, bytes: Uint8Array) =>
    void editor.written.push([file.fsPath, Buffer.from(bytes).toString()]);
  return {
    ...real,
    window: { ...real.window, showSaveDialog },
    workspace: { ...real.workspace, fs: { writeFile } },
  };
});
beforeEach(() => {
  editor.asked.length = 0;
  editor.written.length = 0;
});

const running = { dataDir: '/d', isOurs: true, hosts: {}, account: '1' };
const settings = path.resolve('/release/marketplace.yaml');
const beside = path.resolve('/release/attestor.asc');
const copy = (attestorKey?: string) =>
  copyAttestorKey({
    sandbox: { running: { ...running, ...(attestorKey === undefined ? {} : { attestorKey }) } },
    selection: { whereabouts: async () => ({ world: 'sandbox', place: { settings } }) },
  });

it('is written beside the settings when the user says so', async () => {
  editor.answer = { fsPath: beside };
  await copy('the key');
  expect(editor.asked).toMatchObject([{ defaultUri: { fsPath: beside } }]);
  expect(editor.written).toEqual([[beside, 'the key']]);
});

it('is not written when the user does not', async () => {
  editor.answer = undefined;
  await copy('the key');
  expect(editor.asked).toHaveLength(1);
  expect(editor.written).toEqual([]);
});

it('is none of a sandbox that has none', async () => {
  await expect(copy()).rejects.toMatchObject({ code: 'usage' });
  expect(editor.asked).toEqual([]);
});
