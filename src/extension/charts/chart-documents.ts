import path from 'node:path';
import * as vscode from 'vscode';
import { ReleaseError } from '#problem';
import type { JobDocument, KnownChart, Place, WorkerWorld } from '#worker';
import { abortSignal } from '../abort-signal.ts';
import { documentScheme } from '../ids.ts';
import type { Services } from '../services.ts';
import { type ChartSubject, chartTitle } from './chart-subject.ts';

/** What a document of a chart is about, as its name says it. */
export interface ChartDocumentName {
  readonly part: 'plan' | 'report';
  readonly world: WorkerWorld;
  readonly record: string;
}

/** Whose images are compared, and whether those that were planned under new tags count there. */
interface ComparedChart extends ChartSubject {
  readonly newTags?: boolean;
}

/** What commands on a chart's plan are called with. */
export type GivenChart = Pick<ChartDocumentName, 'world' | 'record'>;

const kinds = { plan: 'chart-plan', report: 'chart-report' } as const;
const fileKind = 'chart-file';
const imagesKind = 'chart-images';

/** Plans and reports of charts, and each file as it was and will be, as read-only documents; made from the worker's record at any time. */
export class ChartDocuments {
  readonly #services: Pick<Services, 'workers' | 'documents'>;
  /** What was just found, until it is shown. */
  readonly #compared = new Map<string, string>();

  constructor(services: Pick<Services, 'workers' | 'documents'>) {
    this.#services = services;
    const { documents } = services;
    for (const kind of Object.values(kinds)) documents.addSource(kind, async (uri) => (await this.#text(uri)).text);
    documents.addSource(fileKind, (uri) => this.#file(uri));
    documents.addSource(imagesKind, (uri, token) => this.#imagesText(uri, token));
  }

  /** Shows a plan or report; an older one of the same name gives up its tab. */
  async open({ world, place, wish, record, plan }: KnownChart, part: 'plan' | 'report'): Promise<void> {
    const { name, version } = plan.result;
    const key = keyIn(place, wish.chart);
    const title = `Chart ${part} ${name} ${version}${key === name ? '' : ` of ${key}`}${world === 'sandbox' ? ' in the sandbox' : ''}`;
    const uri = this.#services.documents.uri(kinds[part], title, `${world}/${record}`);
    const older = vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => {
        const shown = input instanceof vscode.TabInputText ? input.uri : undefined;
        return shown?.scheme === uri.scheme && shown.path === uri.path && shown.query !== uri.query;
      });
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
    await vscode.window.tabGroups.close(older, true);
  }

  /** Shows the differences of all files of a plan, in one editor. */
  async openChanges({ world, record, plan }: KnownChart): Promise<void> {
    const { name, version } = plan.result;
    const uri = (file: string, side: 'before' | 'after') =>
      // The same path on both sides: else an editor takes it for a file that was renamed.
      this.#services.documents.uri(fileKind, `${name}-${version}/${file}`, `${world}/${record}/${side}`);
    const resources = plan.changes.map(({ path: file, what }) => {
      const before = what === 'added' ? undefined : uri(file, 'before');
      const after = what === 'removed' ? undefined : uri(file, 'after');
      return [after ?? before, before, after];
    });
    await vscode.commands.executeCommand(
      'vscode.changes',
      vscode.l10n.t('Changes of {0} {1}', name, version),
      resources,
    );
  }

  /** Shows the images of a chart as they were just compared; opened anew they are compared anew. */
  async openImages({ world, place, chart, newTags }: ComparedChart, text: string): Promise<void> {
    const { documents } = this.#services;
    const uri = documents.uri(
      imagesKind,
      `Images of ${chartTitle({ chart })}`,
      JSON.stringify({ world, place, chart, ...(newTags ? { newTags } : {}) }),
    );
    this.#compared.set(uri.toString(), text);
    documents.refresh(uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }

  async #imagesText(uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    const name = uri.toString();
    const known = this.#compared.get(name);
    this.#compared.delete(name);
    if (known !== undefined) return known;
    const { world, place, ...compared } = readCompared(uri);
    const { text } = await this.#services.workers.ask(
      world,
      'chartImages',
      { place, ...compared },
      { signal: abortSignal(token) },
    );
    return text;
  }

  #text(uri: vscode.Uri): Promise<JobDocument> {
    const { world, record, part } = chartDocumentName(uri) ?? unknown();
    return this.#services.workers.ask(world, 'chartDocument', { record, part });
  }

  #file(uri: vscode.Uri): Promise<string> {
    const [, , , ...parts] = uri.path.split('/');
    const { world, record } = recordIn(uri) ?? unknown();
    const side = uri.query.split('/')[2];
    if (side !== 'before' && side !== 'after') return unknown();
    return this.#services.workers.ask(world, 'chartFile', { record, path: parts.join('/'), side });
  }
}

/** What a document of a chart is about; undefined for any other. */
export function chartDocumentName(uri: vscode.Uri | undefined): ChartDocumentName | undefined {
  if (uri?.scheme !== documentScheme) return undefined;
  const kind = uri.path.split('/')[1];
  const part = kind === kinds.plan ? 'plan' : kind === kinds.report ? 'report' : undefined;
  const given = recordIn(uri);
  return part && given ? { part, ...given } : undefined;
}

/** The chart's plan that a command was called on: by a lens, or with its document or one of its files in front. */
export function givenChart(given: unknown): GivenChart | undefined {
  if (isGivenChart(given)) return given;
  const uri = given === undefined ? vscode.window.activeTextEditor?.document.uri : given;
  if (!(uri instanceof vscode.Uri)) return undefined;
  const isFile = uri.scheme === documentScheme && uri.path.startsWith(`/${fileKind}/`);
  return chartDocumentName(uri) ?? (isFile ? recordIn(uri) : undefined);
}

/** Two charts may be released under one name: each has its own plan. */
function keyIn({ settings = '' }: Place, chart: string): string {
  const key = path.isAbsolute(chart) ? path.relative(path.dirname(settings), chart) : chart;
  return key.replaceAll(/[\\/]/g, '-');
}

function recordIn({ query }: vscode.Uri): GivenChart | undefined {
  const [world, record] = query.split('/');
  return (world === 'aws' || world === 'sandbox') && record ? { world, record } : undefined;
}

function isGivenChart(value: unknown): value is GivenChart {
  return (
    typeof value === 'object' &&
    value !== null &&
    'record' in value &&
    typeof value.record === 'string' &&
    'world' in value &&
    (value.world === 'aws' || value.world === 'sandbox')
  );
}

/** @throws ReleaseError `usage` */
function readCompared(uri: vscode.Uri): ComparedChart {
  const { world, place, chart, newTags }: Partial<Record<keyof ComparedChart, unknown>> = JSON.parse(uri.query);
  const isPlace = (given: unknown): given is Place =>
    typeof given === 'object' && given !== null && Object.values(given).every((part) => typeof part === 'string');
  if ((world === 'aws' || world === 'sandbox') && isPlace(place) && typeof chart === 'string')
    return { world, place, chart, ...(newTags === true ? { newTags } : {}) };
  return unknown();
}

/** A name may come from anywhere: an editor that is restored, a link. @throws ReleaseError `usage` */
function unknown(): never {
  throw new ReleaseError('usage', 'There is no such document');
}
