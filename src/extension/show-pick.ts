import type * as vscode from 'vscode';

/**
 * Shows a pick until something is chosen or it is closed; then it is gone.
 * @param accept says whether choosing an item ends it: some items do something and leave it open
 */
export function showPick<I extends vscode.QuickPickItem>(
  pick: vscode.QuickPick<I>,
  accept: (item: I) => boolean,
): Promise<I | undefined> {
  return new Promise((resolve) => {
    let chosen: I | undefined;
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      if (!item || !accept(item)) return;
      chosen = item;
      pick.hide();
    });
    pick.onDidHide(() => {
      pick.dispose();
      resolve(chosen);
    });
    pick.show();
  });
}
