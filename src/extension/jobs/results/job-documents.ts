import path from 'node:path';
import * as vscode from 'vscode';
import type { JobDocument, WorkerWorld } from '#worker';
import { documentScheme, languages } from '../../ids.ts';
import { releaseName } from '../../release/release-name.ts';
import type { Services } from '../../services.ts';
import { isPlanResult, itemsOf, type JobResult, targetOf } from './job-result.ts';

/** Texts that are kept; others are made again from their records. */
const mostMade = 20;

export type JobPart = 'plan' | 'report';

/** What a document of a job is about, as its name says it. */
export interface JobDocumentName {
  readonly part: JobPart;
  readonly world: WorkerWorld;
  readonly record: string;
}

/** Plans and reports, of verifications too, as read-only documents. They are made from the worker's record, so they are there again after a reload. */
export class JobDocuments {
  readonly #services: Pick<Services, 'workers' | 'documents'>;
  readonly #made = new Map<string, Promise<JobDocument>>();

  constructor(services: Pick<Services, 'workers' | 'documents'>) {
    this.#services = services;
    for (const part of ['plan', 'report'] as const) {
      services.documents.addSource(part, async (uri) => (await this.of(uri))?.text ?? '');
    }
  }

  /** The text of a document and what its lines stand for; undefined for a name that is none of ours. */
  of(uri: vscode.Uri): Promise<JobDocument> | undefined {
    const name = nameOf(uri);
    if (!name) return undefined;
    const known = this.#made.get(uri.toString());
    if (known !== undefined) return known;
    const { world, record, part } = name;
    const made = this.#services.workers.ask(world, 'document', { record, part });
    this.#made.set(uri.toString(), made);
    // What could not be made is tried again when somebody asks again.
    made.catch(() => this.#made.delete(uri.toString()));
    const [oldest] = this.#made.keys();
    if (oldest !== undefined && this.#made.size > mostMade) this.#made.delete(oldest);
    return made;
  }

  /** Shows a plan or report; an older one of the same name gives up its tab. */
  async open(result: JobResult, part: JobPart): Promise<void> {
    const uri = this.#uri(result, part);
    // A report comes to be when the plan is run: what was said of it before no longer holds.
    const isOpen = vscode.workspace.textDocuments.some((one) => `${one.uri}` === `${uri}`);
    if (this.#made.delete(uri.toString()) || isOpen) this.#services.documents.refresh(uri);
    const older = vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => {
        const shown = input instanceof vscode.TabInputText ? input.uri : undefined;
        return shown?.scheme === uri.scheme && shown.path === uri.path && shown.query !== uri.query;
      });
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: false });
    await vscode.window.tabGroups.close(older, true);
  }

  #uri(result: JobResult, part: JobPart): vscode.Uri {
    const { world, record, place } = result;
    const files = itemsOf(result).flatMap(({ origins }) => origins.map(({ file }) => path.basename(file)));
    const name = releaseName(place.settings ?? '/', files);
    const { name: named, kind } = targetOf(result);
    const what = part === 'plan' ? 'Plan' : isPlanResult(result) ? 'Report' : 'Verification';
    const title = `${what} ${name} for ${named ?? kind}${world === 'sandbox' ? ' in the sandbox' : ''}`;
    return this.#services.documents.uri(part, title, `${world}/${record}`);
  }
}

/** What a document of ours is about. */
export function nameOf(uri: vscode.Uri | undefined): JobDocumentName | undefined {
  if (uri?.scheme !== documentScheme) return undefined;
  const part = uri.path.split('/')[1];
  const [world, record] = uri.query.split('/');
  if ((part !== 'plan' && part !== 'report') || (world !== 'aws' && world !== 'sandbox') || !record) return undefined;
  return { part, world, record };
}

/** All documents of jobs, for providers of language features. */
export const jobDocuments: vscode.DocumentSelector = { scheme: documentScheme, language: languages.plan };
