import * as vscode from 'vscode';
import { views } from '../ids.ts';
import type { Services } from '../services.ts';
import { checkLicense } from './check-license.ts';
import { copyArn } from './copy-arn.ts';
import { licenseText, openLicense } from './license-documents.ts';
import { isLicenseRow, type LicenseRow } from './license-row.ts';
import type { LicensesInView } from './licenses-in-view.ts';
import { type LicensesStanding, LicensesTree } from './licenses-tree.ts';

/** The Licenses view once somebody looks at it, and what its commands do. */
export class LicenseDesk implements LicensesInView, vscode.Disposable {
  readonly tree: LicensesTree;
  readonly #services: Services;
  readonly #view: vscode.TreeView<LicenseRow>;
  readonly #subscription: vscode.Disposable;

  constructor(services: Services, view: vscode.TreeView<LicenseRow>) {
    this.#services = services;
    this.#view = view;
    this.tree = new LicensesTree(services);
    this.#subscription = this.tree.onDidStand((standing) => this.#show(standing));
  }

  async atWork<T>(work: () => Promise<T>): Promise<T> {
    return vscode.window.withProgress({ location: { viewId: views.licenses } }, work);
  }

  /** Shows more rows, or tries again what failed. */
  async more(row: unknown): Promise<void> {
    if (isLicenseRow(row) && (row.kind === 'more-licenses' || row.kind === 'license-trouble'))
      await this.atWork(() => this.tree.more(row));
  }

  copyArn(row: unknown): Promise<void> {
    return copyArn(this, row);
  }

  open(row: unknown): Promise<void> {
    return openLicense(this.#services, this, row);
  }

  check(row: unknown): Promise<void> {
    return checkLicense(this.#services, this, row);
  }

  /** The text of one of the view's documents. @throws ReleaseError what AWS answers */
  text(uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    return licenseText(this.#services, uri, token);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.tree.dispose();
  }

  #show({ state, model }: LicensesStanding): void {
    const { contextState, selection, known } = this.#services;
    contextState.set('marketplaceRelease.licenses', state);
    const { world, place } = model?.where ?? { world: selection.current.world };
    this.#view.description = world === 'sandbox' ? vscode.l10n.t('sandbox') : (known.account ?? place?.profile ?? '');
  }
}
