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

/** The languages are loaded with the first document of theirs. */
async function asked<T>(command: string, uri: vscode.Uri): Promise<T[]> {
  const end = Date.now() + 30_000;
  for (;;) {
    const found = (await vscode.commands.executeCommand<T[] | undefined>(command, uri)) ?? [];
    if (found.length > 0 || Date.now() > end) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const fileOf = async (name: string) => {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'No folder is open');
  const uri = vscode.Uri.joinPath(folder.uri, name);
  await vscode.workspace.openTextDocument(uri);
  return uri;
};

hostTest('image lists have an outline, folds and links, and settings an outline', async () => {
  const list = await fileOf('8.3.4_images.txt');
  const symbols = await asked<vscode.DocumentSymbol>('vscode.executeDocumentSymbolProvider', list);
  assert.deepEqual(
    symbols.map(({ name }) => name),
    ['zeebe:8.3.4', 'operate:8.3.4', 'tasklist:8.3.4', 'identity:8.3.4', 'optimize:8.3.4', 'connectors-bundle:8.3.4'],
  );
  const links = await asked<vscode.DocumentLink>('vscode.executeLinkProvider', list);
  assert.equal(links.filter(({ target }) => target?.path.endsWith('/8.3.4_release.json')).length, 6);
  const folds = await asked<vscode.FoldingRange>('vscode.executeFoldingRangeProvider', list);
  assert.ok(folds.some(({ start, end }) => start === 0 && end === 1));
  const settings = await fileOf('marketplace.yaml');
  const keys = await asked<vscode.DocumentSymbol>('vscode.executeDocumentSymbolProvider', settings);
  assert.ok(keys.some(({ name }) => name === 'target'));
});
