import * as vscode from 'vscode';
import type { Editing } from '../editing.ts';
import { commands } from '../ids.ts';
import { registerCommand } from '../register-command.ts';
import type { Services } from '../services.ts';
import { loadLanguageRoom } from './language-room.ts';
import { mayBeOurs } from './may-be-ours.ts';

/**
 * The languages of a release. What they do is a bundle of its own beside that of the languages themselves: both are loaded with the
 * first document that may be in one of them, or with the first command that is about them.
 */
export function registerLanguages(services: Services): vscode.Disposable {
  const { log, settingsFiles } = services;
  let loading: Promise<Editing> | undefined;
  let isOver = false;
  const load = () => {
    loading ??= start(services).then((editing) => {
      if (isOver) editing.dispose();
      return editing;
    });
    return loading;
  };
  const look = async (document: vscode.TextDocument) => {
    if (loading) return;
    const isGoverned = async () => (await settingsFiles.governing(document.uri)) !== undefined;
    if (await mayBeOurs(document, isGoverned)) await load();
  };
  const opened = (document: vscode.TextDocument) => {
    look(document).catch((error) => log.warn(`The languages of releases could not be loaded: ${error}`));
  };
  // Not before activation is over.
  const timer = setTimeout(() => vscode.workspace.textDocuments.forEach(opened));
  return vscode.Disposable.from(
    {
      dispose: () => {
        isOver = true;
        clearTimeout(timer);
        loading?.then(
          (editing) => editing.dispose(),
          () => undefined,
        );
      },
    },
    vscode.workspace.onDidOpenTextDocument(opened),
    // What was empty when it was opened.
    vscode.workspace.onDidSaveTextDocument(opened),
    // Settings that are written for files which are open already.
    settingsFiles.onDidChange(() => vscode.workspace.textDocuments.forEach(opened)),
    registerCommand(services, commands.newLoadForm, async (...given) => (await load()).newLoadForm(given)),
    registerCommand(services, commands.copyFormField, async (...given) => (await load()).copyFormField(given)),
    registerCommand(services, commands.nextFormField, async (...given) => (await load()).nextFormField(given)),
    registerCommand(services, commands.showImageStates, async () => (await load()).showImageStates()),
    registerCommand(services, commands.hideImageStates, async () => (await load()).hideImageStates()),
    registerCommand(services, commands.updateImage, async (...given) => (await load()).updateImage(given)),
    registerCommand(services, commands.updateAllImages, async () => (await load()).updateAllImages()),
    registerCommand(services, commands.renameTakenTag, async (...given) => (await load()).renameTakenTag(given)),
  );
}

async function start(services: Services): Promise<Editing> {
  const [{ Editing }, room] = await Promise.all([import('../editing.ts'), loadLanguageRoom()]);
  return new Editing(services, room);
}
