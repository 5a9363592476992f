import * as vscode from 'vscode';
import type { ChartPlanOutline } from '#worker';
import { commands, documentScheme, languages } from '../ids.ts';
import { chartDocumentName, type GivenChart } from './chart-documents.ts';
import type { ChartStates } from './chart-states.ts';
import { mayPush } from './may-push.ts';
import { maySave } from './may-save.ts';

/** Above a chart's plan: what can be done with it. */
export function registerChartLenses(states: ChartStates): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const selector = { scheme: documentScheme, language: languages.plan };
  return vscode.Disposable.from(
    changed,
    states.onDidChange(() => changed.fire()),
    vscode.languages.registerCodeLensProvider(selector, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: async ({ uri }) => {
        const name = chartDocumentName(uri);
        if (!name) return [];
        const { world, record } = name;
        // A worker that does not answer says why elsewhere.
        const known = await states.find(world, record).catch(() => undefined);
        return known ? chartLenses(known.plan, name.part, { world, record }) : [];
      },
    }),
  );
}

/** What can be done with a plan; of a report, look again at what was changed. */
export function chartLenses(
  plan: Pick<ChartPlanOutline, 'ok' | 'changes' | 'push' | 'problems' | 'images'>,
  part: 'plan' | 'report',
  given: GivenChart,
): vscode.CodeLens[] {
  const show = plan.changes.length > 0 ? [lens(vscode.l10n.t('Show changes'), commands.showChartChanges, given)] : [];
  if (part === 'report') return show;
  return [
    ...show,
    ...(maySave(plan) ? [lens(vscode.l10n.t('Save chart…'), commands.saveChart, given)] : []),
    ...(mayPush(plan) ? [lens(vscode.l10n.t('Push chart…'), commands.pushChart, given)] : []),
  ];
}

function lens(title: string, command: string, given: GivenChart): vscode.CodeLens {
  return new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), { title, command, arguments: [given] });
}
