import assert from 'node:assert/strict';
import vscode from 'vscode';
import { hostTest } from '../support/host-runner.ts';

const id = 'marketplace-release.marketplace-release';

hostTest('every command of the manifest is registered once the extension is active', async () => {
  const extension = vscode.extensions.getExtension(id);
  assert.ok(extension, `${id} is not installed`);
  await extension.activate();
  const registered = new Set(await vscode.commands.getCommands(true));
  const contributed: { command: string }[] = extension.packageJSON.contributes.commands;
  assert.deepEqual(
    contributed.map(({ command }) => command).filter((command) => !registered.has(command)),
    [],
  );
});
