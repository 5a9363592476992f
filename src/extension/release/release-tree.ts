import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { changedSince } from './changed-since.ts';
import { KnownItems } from './known-items.ts';
import type { LoadedRelease, ReleaseModel } from './release-model.ts';
import { releaseName } from './release-name.ts';
import { type ChartRow, fileRows, imagesOf, type ReleaseRow, type Row, rowId } from './release-rows.ts';
import { rowItem } from './row-item.ts';
import { rowTooltip } from './row-tooltip.ts';
import { counted } from './row-words.ts';
import { countWords } from './state-counts.ts';

/** What the view says above its rows, of the release that is chosen. */
export interface ReleaseHeading {
  readonly description: string;
  /** Empty when there is nothing to say. */
  readonly message: string;
}

/** The rows of the Release view: releases when there are several, files, images with what jobs have said of them. */
export class ReleaseTree implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  readonly #services: Services;
  readonly #model: ReleaseModel;
  readonly #changed = new vscode.EventEmitter<Row | undefined>();
  readonly #headed = new vscode.EventEmitter<ReleaseHeading>();
  readonly #subscriptions: vscode.Disposable[];
  /** Rows as they were shown last, by id; `reveal` needs the way up from them. */
  #parents = new Map<string, Row | undefined>();
  /** Counts how often the rows were asked for: an older answer that comes late must not have the last word. */
  #turn = 0;

  readonly onDidChangeTreeData = this.#changed.event;
  readonly onDidHead = this.#headed.event;

  constructor(services: Services, model: ReleaseModel) {
    this.#services = services;
    this.#model = model;
    const changed = () => this.#changed.fire(undefined);
    this.#subscriptions = [
      model.onDidChange(changed),
      services.results.onDidChange(changed),
      services.charts.onDidChange(changed),
      this.#changed,
      this.#headed,
    ];
  }

  getTreeItem(row: Row): vscode.TreeItem {
    // What lists leave out is for who asks.
    const isOpen = row.kind === 'release' ? row.isChosen : row.kind === 'file' && row.unlisted === undefined;
    return rowItem(row, isOpen);
  }

  resolveTreeItem(item: vscode.TreeItem, row: Row): vscode.TreeItem {
    item.tooltip = rowTooltip(row);
    return item;
  }

  getParent(row: Row): Row | undefined {
    return this.#parents.get(rowId(row));
  }

  async getChildren(row?: Row): Promise<Row[]> {
    const turn = row === undefined ? ++this.#turn : this.#turn;
    if (row === undefined) this.#parents = new Map();
    // An older answer keeps to its own.
    const parents = this.#parents;
    const rows = row === undefined ? await this.#roots(turn) : await this.#below(row, turn);
    for (const one of rows) parents.set(rowId(one), row);
    return rows;
  }

  /** The first row of the release that is shown for which something holds. */
  async find(holds: (row: Row) => boolean, below?: Row): Promise<Row | undefined> {
    for (const row of await this.getChildren(below)) {
      if (holds(row)) return row;
      const found = row.kind === 'release' && !row.isChosen ? undefined : await this.find(holds, row);
      if (found) return found;
    }
    return undefined;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #roots(turn: number): Promise<Row[]> {
    const all = (await this.#services.settingsFiles.all()).map(({ fsPath }) => fsPath);
    const chosen = (await this.#services.selection.whereabouts())?.place.settings;
    const [only] = all;
    if (only === undefined) return this.#stand(turn, 'settings-missing', []);
    if (all.length === 1) {
      this.#waitFor(turn, only);
      const loaded = await this.#model.load(only);
      const rows = await this.#rowsOf(loaded, true, turn);
      if (loaded.failure) return this.#stand(turn, 'failed', []);
      return this.#stand(
        turn,
        rows.some(({ kind }) => kind === 'file' || kind === 'chart') ? 'ready' : rows.length > 0 ? 'failed' : 'empty',
        rows,
      );
    }
    if (chosen !== undefined) this.#waitFor(turn, chosen);
    const releases = await Promise.all(all.map((settings) => this.#release(settings, settings === chosen, turn)));
    return this.#stand(
      turn,
      'ready',
      releases.sort((a, b) => Number(b.isChosen) - Number(a.isChosen)),
    );
  }

  /** A release that nobody has opened is not read. */
  async #release(settings: string, isChosen: boolean, turn: number): Promise<ReleaseRow> {
    const loaded = isChosen ? await this.#model.load(settings) : this.#model.known(settings);
    const files = loaded === undefined ? {} : { files: await this.#rowsOf(loaded, isChosen, turn) };
    return { kind: 'release', settings, isChosen, ...files };
  }

  async #below(row: Row, turn: number): Promise<Row[]> {
    if (row.kind === 'file') return [...row.images];
    if (row.kind === 'chart') return this.#imagesOf(row);
    if (row.kind !== 'release') return [];
    return this.#rowsOf(await this.#model.load(row.settings), row.isChosen, turn);
  }

  async #rowsOf(loaded: LoadedRelease, isChosen: boolean, turn: number) {
    const { settings, outline, failure, where } = loaded;
    if (!outline) return [{ kind: 'trouble' as const, settings, message: failure?.message ?? '' }];
    const results = await this.#services.results.of(where);
    const known = new KnownItems(results.filter((result) => result.settingsHash === loaded.settingsHash));
    const charts = outline.charts.map((chart): ChartRow => {
      const state = this.#services.charts.of(where, chart.name);
      const isNow = state?.settingsHash === loaded.settingsHash;
      return { kind: 'chart', settings, chart, state: isNow ? state : undefined, world: where.world };
    });
    const rows = [...fileRows(settings, outline, known), ...charts];
    if (isChosen && turn === this.#turn) {
      const name = releaseName(
        settings,
        outline.files.map(({ file }) => file),
      );
      const counts = countWords(counted(imagesOf(rows)));
      this.#headed.fire({
        description: counts === '' ? name : `${name} · ${counts}`,
        message: changedSince(results, loaded.settingsHash, outline, known),
      });
    }
    return rows;
  }

  /** The images of a chart as its newest plan has them. */
  async #imagesOf({ settings, chart, state, world }: ChartRow): Promise<Row[]> {
    if (!state) return [];
    const { charts, log } = this.#services;
    const known = await charts.find(world, state.record).catch((error) => {
      log.warn(`The images of the chart ${chart.name} are not known: ${error}`);
      return undefined;
    });
    return (known?.plan.images ?? []).map((image) => ({
      kind: 'chart-image',
      settings,
      chart: chart.name,
      image,
      reference: image.target,
    }));
  }

  /** Only until it was read once: what is known is shown while it is read again. */
  #waitFor(turn: number, settings: string): void {
    if (turn === this.#turn && !this.#model.known(settings))
      this.#services.contextState.set('marketplaceRelease.release', 'loading');
  }

  #stand(turn: number, state: 'ready' | 'empty' | 'failed' | 'settings-missing', rows: Row[]): Row[] {
    if (turn !== this.#turn) return rows;
    if (state !== 'ready') this.#headed.fire({ description: '', message: '' });
    this.#services.contextState.set('marketplaceRelease.release', state);
    return rows;
  }
}
