import * as vscode from 'vscode';
import { commands } from '../ids.ts';
import type { Services } from '../services.ts';
import { type Standing, statusFacts, statusLabel, statusText } from './status-words.ts';

/** The status bar's item: where a job would release to, and as whom. Shows what is known, and asks nobody. */
export class TargetStatus implements vscode.Disposable {
  readonly #services: Services;
  readonly #item = vscode.window.createStatusBarItem('target', vscode.StatusBarAlignment.Left);
  readonly #subscriptions: vscode.Disposable[];
  #asked = 0;

  constructor(services: Services) {
    this.#services = services;
    this.#item.name = vscode.l10n.t('Marketplace target');
    this.#item.command = commands.switchTarget;
    const { selection, known, sandbox } = services;
    const update = () => this.#update();
    // Looking for settings files is not for activation to wait for.
    const timer = setTimeout(update);
    this.#subscriptions = [
      selection.onDidChange(update),
      known.onDidChange(update),
      sandbox.onDidChange(update),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('marketplaceRelease')) update();
      }),
      { dispose: () => clearTimeout(timer) },
      this.#item,
    ];
  }

  dispose(): void {
    this.#asked++;
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #update(): void {
    const asked = ++this.#asked;
    this.#standing().then(
      // Something else may have been chosen meanwhile: the last to be asked for is what counts, not the last to come.
      (standing) => {
        if (asked === this.#asked) this.#show(standing);
      },
      (error) => this.#services.log.debug(`The status bar does not know where we are: ${error}`),
    );
  }

  #show(standing: Standing | undefined): void {
    if (!standing) {
      this.#item.hide();
      return;
    }
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
