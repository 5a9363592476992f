import * as vscode from 'vscode';
import { resultProblems } from '../jobs/results/result-problems.ts';
import type { Services } from '../services.ts';
import type { ReleaseModel } from './release-model.ts';

/**
 * Keeps what registries said of images on the lines that name them: that of the target that is chosen, as long as files and settings
 * still say what was asked about.
 */
export function showRegistryProblems(services: Services, model: ReleaseModel): vscode.Disposable {
  const { results, selection, settingsFiles, problems } = services;
  /** Files that problems were put on. */
  let marked: readonly string[] = [];
  let turn = 0;
  const show = async () => {
    const mine = ++turn;
    const found = await Promise.all((await settingsFiles.all()).map(problemsOf));
    if (mine !== turn) return;
    const all = found.flat();
    problems.replace('registries', marked, all);
    marked = all.map(({ file }) => file);
  };
  const problemsOf = async (settings: vscode.Uri) => {
    const where = await selection.whereabouts(settings);
    const known = model.known(settings.fsPath);
    const said = where === undefined ? [] : await results.of(where);
    const counting = said.filter((result) => known === undefined || result.settingsHash === known.settingsHash);
    return resultProblems(counting, known?.outline);
  };
  return vscode.Disposable.from(results.onDidChange(show), selection.onDidChange(show), model.onDidRead(show));
}
