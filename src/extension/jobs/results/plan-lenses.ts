import * as vscode from 'vscode';
import { hasWrites } from '#jobs';
import { commands } from '../../ids.ts';
import type { Services } from '../../services.ts';
import { hasTakenTags } from '../ask/new-tags-offer.ts';
import type { GivenRecord } from '../run/given-record.ts';
import { writeWords } from '../words/write-words.ts';
import { jobDocuments, nameOf } from './job-documents.ts';

/** Above a plan: what can be done with it. Only the newest plan of its target, not yet run, can be mirrored from here. */
export function registerPlanLenses({ results }: Pick<Services, 'results'>): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changed,
    results.onDidChange(() => changed.fire()),
    vscode.languages.registerCodeLensProvider(jobDocuments, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: async ({ uri }) => {
        const name = nameOf(uri);
        if (name?.part !== 'plan') return [];
        const given: GivenRecord = { record: name.record, world: name.world };
        // A worker that does not answer says why elsewhere.
        const result = await results.findPlan(name.world, name.record).catch(() => undefined);
        if (!result) return [];
        const { plan } = result;
        const isNewest = await results.isNewest(result);
        const canRun = hasWrites(plan) && !result.report && isNewest;
        return [
          ...(canRun ? [lens(vscode.l10n.t('Mirror {0}…', writeWords(plan)), commands.mirror, given)] : []),
          ...(isNewest && hasTakenTags(plan)
            ? [lens(vscode.l10n.t('Plan with new tags'), commands.planNewTags, given)]
            : []),
          lens(vscode.l10n.t('Save plan…'), commands.savePlan, given),
          ...(name.world === 'aws' ? [lens(vscode.l10n.t('Rehearse in the sandbox'), commands.rehearse, given)] : []),
        ];
      },
    }),
  );
}

function lens(title: string, command: string, given: GivenRecord): vscode.CodeLens {
  return new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), { title, command, arguments: [given] });
}
