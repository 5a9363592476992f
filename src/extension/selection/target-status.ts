import * as vscode from 'vscode';
import { commands } from '../ids.ts';
import type { Services } from '../services.ts';
import { type Standing, statusFacts, statusLabel, statusText } from './status-words.ts';

/** The status bar's item: where a job would release to, and as whom. Shows what is known, and asks nobody. */
export class TargetStatus implements vscode.Disposable {
  readonly #services: Services;
  readonly #item = vscode.window.createStatusBarItem('target', vscode.StatusBarAlignment.Left);
  readonly #subscriptions: vscode.Disposable[];

  constructor(services: Services) {
    this.#services = services;
    this.#item.name = vscode.l10n.t('Marketplace target');
    this.#item.command = commands.switchTarget;
    const { selection, known, sandbox } = services;
    const update = () => void this.#update();
    this.#subscriptions = [
      selection.onDidChange(update),
      known.onDidChange(update),
      sandbox.onDidChange(update),
      vscode.workspace.onDidChangeConfiguration(update),
      this.#item,
    ];
    update();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #update(): Promise<void> {
    const standing = await this.#standing();
    if (!standing) return this.#item.hide();
    this.#item.text = statusText(standing);
    this.#item.tooltip = tooltipOf(standing);
    this.#item.accessibilityInformation = { label: statusLabel(standing), role: 'button' };
    this.#item.show();
  }

  /** Undefined where nothing of the workspace is ours. */
  async #standing(): Promise<Standing | undefined> {
    const { selection, known, sandbox } = this.#services;
    const where = await selection.whereabouts();
    if (!where) return undefined;
    const { world, place } = where;
    const isSandbox = world === 'sandbox';
    const hasProfile = !isSandbox && known.target?.kind !== 'oci';
    return {
      world,
      chosen: place.target,
      target: known.target,
      account: isSandbox ? sandbox.running?.account : known.account,
      profile: hasProfile ? (place.profile ?? known.target?.profile) : undefined,
      settings: place.settings === undefined ? undefined : vscode.workspace.asRelativePath(place.settings),
    };
  }
}

function tooltipOf(standing: Standing): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendText(statusLabel(standing));
  for (const [name, value] of statusFacts(standing)) text.appendMarkdown('\n\n').appendText(`${name}: ${value}`);
  text.appendMarkdown('\n\n').appendText(vscode.l10n.t('Choose it to switch target, profile or sandbox.'));
  return text;
}
