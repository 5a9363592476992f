import * as vscode from 'vscode';
import type { LicenseUse } from '#license';
import { Facts } from '#live';
import { ReleaseError } from '#problem';
import { failedState, loadedState } from '../repositories/view-state.ts';
import { requireTrust } from '../require-trust.ts';
import type { Whereabouts } from '../selection/selection.ts';
import type { Services } from '../services.ts';
import { licenseItem } from './license-item.ts';
import {
  type DistributedRow,
  type EntitlementRow,
  type LicenseMoreRow,
  type LicenseNoteRow,
  type LicenseRow,
  type LicenseTroubleRow,
  type ReceivedRow,
  rowAbove,
} from './license-row.ts';
import { licenseTooltip } from './license-tooltip.ts';
import { LicensesModel } from './licenses-model.ts';
import { type LicensesState, licensesState } from './licenses-state.ts';

/** How the view stands: what its welcome and heading go by. */
export interface LicensesStanding {
  readonly state: LicensesState;
  /** Absent where there is no place to ask. */
  readonly model?: LicensesModel;
}

const useLifetime = 60_000;
/** Of as many licences as a person looks into in a while. */
const mostUses = 500;

/** The rows of the Licenses view: licences with what they entitle to and their grants, and the grants given to others. */
export class LicensesTree implements vscode.TreeDataProvider<LicenseRow>, vscode.Disposable {
  readonly #services: Services;
  readonly #uses = new Facts<readonly LicenseUse[]>({ lifetime: useLifetime, most: mostUses, clock: Date });
  readonly #changed = new vscode.EventEmitter<LicenseRow | undefined>();
  readonly #stood = new vscode.EventEmitter<LicensesStanding>();
  #opening: Promise<LicensesModel | undefined> | undefined;
  #model: LicensesModel | undefined;

  readonly onDidChangeTreeData = this.#changed.event;
  readonly onDidStand = this.#stood.event;

  constructor(services: Services) {
    this.#services = services;
  }

  /** What is loaded at the moment, if anything is. */
  get model(): LicensesModel | undefined {
    return this.#model;
  }

  /**
   * The licences of the chosen place, with their first page.
   * @throws ReleaseError why there are none: what the page's question threw, `settings-missing`, `cancelled` where there is no trust
   */
  async load(): Promise<LicensesModel> {
    const opening = this.#open();
    const model = await opening;
    // Something else was chosen meanwhile: that is what is meant now.
    if (opening !== this.#opening) return this.load();
    if (!model) {
      // Being told about trust says all.
      if (!(await requireTrust(vscode.l10n.t('Asking AWS')))) throw new ReleaseError('cancelled', 'No trust');
      throw new ReleaseError('settings-missing', 'No marketplace.yaml says whose licences to look at');
    }
    const { licenses } = model;
    // What failed before may have been mended since: whoever asks now wants an answer of now.
    const isAgain = licenses.failure !== undefined && licenses.all.length === 0;
    await (isAgain ? licenses.more() : licenses.ready());
    if (model !== this.#model) return this.load();
    if (isAgain) this.#changed.fire(undefined);
    if (licenses.failure && licenses.all.length === 0) throw licenses.failure;
    return model;
  }

  getTreeItem(row: LicenseRow): vscode.TreeItem {
    const model = this.#model;
    // A row of a place that is gone; the tree is about to be made again.
    if (!model?.owns(row)) return new vscode.TreeItem('');
    return licenseItem(row, model, Date.now());
  }

  resolveTreeItem(item: vscode.TreeItem, row: LicenseRow): vscode.TreeItem {
    if (this.#model?.owns(row)) item.tooltip = licenseTooltip(row, Date.now());
    return item;
  }

  getParent(row: LicenseRow): LicenseRow | undefined {
    return rowAbove(row);
  }

  async getChildren(row?: LicenseRow): Promise<LicenseRow[]> {
    if (!row) return this.#roots();
    const model = this.#model;
    // VS Code shows the rows of before until the new ones are there.
    if (!model || model.isStopped || !model.owns(row)) return [];
    const rows =
      row.kind === 'license'
        ? await this.#ofLicense(row, model)
        : row.kind === 'distributed-grants'
          ? await this.#given(row, model)
          : [];
    return model.isStopped ? [] : rows;
  }

  /** Shows another hundred, or tries again what failed. */
  async more({ parent }: LicenseMoreRow | LicenseTroubleRow): Promise<void> {
    const model = this.#model;
    if (!model || (parent && !model.owns(parent))) return;
    if (parent === undefined) await model.licenses.more();
    // Grants and use are asked for when their rows are made.
    else model.forgetGrants();
    if (model === this.#model) this.#changed.fire(parent);
  }

  /** Everything is asked for again, as far as it is shown. */
  refresh(): void {
    this.#model?.stop();
    this.#model = undefined;
    this.#opening = undefined;
    this.#uses.forget(() => true);
    this.#changed.fire(undefined);
  }

  /** Something of a licence was used or given back. */
  useChanged(arn: string): void {
    const row = this.#model?.forgetUse(arn);
    if (row) this.#changed.fire(row);
  }

  dispose(): void {
    this.#model?.stop();
    this.#changed.dispose();
    this.#stood.dispose();
  }

  async #roots(): Promise<LicenseRow[]> {
    const model = await this.#open();
    if (!model) return [];
    const { licenses, distributedRow } = model;
    // A seller has given grants where a buyer has received licences: only without both there is nothing to see.
    const [grants] = await Promise.all([model.grants(), licenses.ready()]);
    // Something else was chosen meanwhile, and is being asked for.
    if (model !== this.#model) return [];
    const { failure, rows, all, hasMore } = licenses;
    this.#logFailure(failure);
    const isGiver = !(grants instanceof Error) && grants.distributed.length > 0;
    const state =
      failure && all.length === 0
        ? failedState(failure)
        : loadedState({ rows: rows.length, all: all.length, hasMore: hasMore || failure !== undefined || isGiver });
    const shown = licensesState(state);
    this.#stood.fire({ state: shown, model });
    if (shown !== 'ready') return [];
    return [
      ...(all.length > 0 ? rows : [note(undefined, vscode.l10n.t('This account has received no licence'))]),
      ...(failure ? [{ kind: 'license-trouble' as const, parent: undefined, error: failure }] : []),
      ...(!failure && hasMore ? [{ kind: 'more-licenses' as const, parent: undefined }] : []),
      distributedRow,
    ];
  }

  async #ofLicense(parent: ReceivedRow, model: LicensesModel): Promise<LicenseRow[]> {
    const used = model.use(parent).then(
      ({ value }) => value,
      (error) => ReleaseError.from(error),
    );
    const [use, grants] = await Promise.all([used, model.grants()]);
    const uses = use instanceof Error ? [] : use;
    const entitlements = parent.license.entitlements.map((entitlement): EntitlementRow => {
      const found = uses.find(({ name }) => name === entitlement.name);
      return { kind: 'entitlement', parent, entitlement, use: found };
    });
    return [
      ...entitlements,
      // What it entitles to is known all the same.
      ...(use instanceof Error ? [this.#trouble(parent, use)] : []),
      ...(grants instanceof Error ? [this.#trouble(parent, grants)] : model.grantRows(parent, grants)),
    ];
  }

  async #given(parent: DistributedRow, model: LicensesModel): Promise<LicenseRow[]> {
    const grants = await model.grants();
    if (grants instanceof Error) return [this.#trouble(parent, grants)];
    const rows = model.grantRows(parent, grants);
    const refusals = grants.refusals.map((refusal) => note(parent, refusal));
    if (rows.length > 0 || refusals.length > 0) return [...rows, ...refusals];
    return [note(parent, vscode.l10n.t('No grants were given to other accounts'))];
  }

  #trouble(parent: ReceivedRow | DistributedRow, error: ReleaseError): LicenseTroubleRow {
    this.#logFailure(error);
    return { kind: 'license-trouble', parent, error };
  }

  /** The place that is chosen; undefined where nothing may or can be asked. */
  #open(): Promise<LicensesModel | undefined> {
    if (this.#opening) return this.#opening;
    const opening: Promise<LicensesModel | undefined> = this.#whereabouts().then((where) => {
      if (opening !== this.#opening) return undefined;
      if (typeof where === 'string') {
        this.#stood.fire({ state: where });
        return undefined;
      }
      const model = new LicensesModel(where, this.#services.workers, this.#uses);
      this.#model = model;
      this.#stood.fire({ state: 'loading', model });
      return model;
    });
    this.#opening = opening;
    return opening;
  }

  /** Where to ask, or why nobody is asked. Without trust the sandbox is looked at as if there were no settings. */
  async #whereabouts(): Promise<Whereabouts | LicensesState> {
    const { selection } = this.#services;
    if (!vscode.workspace.isTrusted)
      return selection.current.world === 'sandbox' ? { world: 'sandbox', place: {} } : 'untrusted';
    return (await selection.whereabouts()) ?? 'settings-missing';
  }

  #logFailure(error: ReleaseError | undefined): void {
    if (!error || error.code === 'cancelled') return;
    this.#services.log.warn(`${error.code}: ${error.message}`);
  }
}

function note(parent: LicenseNoteRow['parent'], text: string): LicenseNoteRow {
  return { kind: 'license-note', parent, text };
}
