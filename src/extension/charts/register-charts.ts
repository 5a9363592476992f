import * as vscode from 'vscode';
import { commands } from '../ids.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { registerAction } from '../register-action.ts';
import { showFailure } from '../show-failure.ts';
import { ChartDocuments } from './chart-documents.ts';
import { ChartFiles } from './chart-files.ts';
import type { ChartJobs } from './chart-jobs.ts';
import { registerChartLenses } from './chart-lenses.ts';
import { ChartProblemLines } from './chart-problem-lines.ts';
import { bringProblemsBack } from './problems-brought-back.ts';
import { pushMemory } from './remembered-push.ts';

/** What can be done with charts: its commands, and the documents that they leave behind. */
export function registerCharts(jobs: Jobs): vscode.Disposable {
  const { services } = jobs;
  const documents = new ChartDocuments(services);
  const problems = new ChartProblemLines(services.problems);
  const charts: ChartJobs = { jobs, documents, problems };
  // Not before activation is over.
  const stop = new AbortController();
  const timer = setTimeout(() => {
    bringProblemsBack(services, problems).catch((error) => services.log.debug(`${error}`));
    resume(charts, stop.signal).catch((error) => {
      if (!stop.signal.aborted) showFailure(error, services.log);
    });
  });
  return vscode.Disposable.from(
    new ChartFiles(services),
    registerChartLenses(services.charts),
    {
      dispose: () => {
        clearTimeout(timer);
        stop.abort();
      },
    },
    services.tagsChanged.onDidChange((references) => {
      services.charts.pushed(references).then(undefined, (error) => services.log.debug(`${error}`));
    }),
    registerAction(services, commands.injectChart, ({ injectChart }, given) => injectChart(charts, given)),
    registerAction(services, commands.compareChartImages, ({ compareChartImages }, given) =>
      compareChartImages(charts, given),
    ),
    registerAction(services, commands.showChartChanges, ({ showChartChanges }, [given]) =>
      showChartChanges(charts, given),
    ),
    registerAction(services, commands.saveChart, ({ saveChart }, [given]) => saveChart(charts, given)),
    registerAction(services, commands.pushChart, ({ pushChart }, [given]) => pushChart(charts, given)),
  );
}

/** Has it said what came of a push that is still written down. */
async function resume(charts: ChartJobs, signal: AbortSignal): Promise<void> {
  if (charts.jobs.services.context.workspaceState.get(pushMemory) === undefined) return;
  const { resumePush } = await import('../actions.ts');
  await resumePush(charts, signal);
}
