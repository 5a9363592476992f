import * as vscode from 'vscode';
import { commands } from '../ids.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { registerAction } from '../register-action.ts';
import { ChartDocuments } from './chart-documents.ts';
import { ChartFiles } from './chart-files.ts';
import type { ChartJobs } from './chart-jobs.ts';
import { registerChartLenses } from './chart-lenses.ts';
import { ChartProblemLines } from './chart-problem-lines.ts';

/** What can be done with charts: its commands, and the documents that they leave behind. */
export function registerCharts(jobs: Jobs): vscode.Disposable {
  const { services } = jobs;
  const documents = new ChartDocuments(services);
  const charts: ChartJobs = { jobs, documents, problems: new ChartProblemLines(services.problems) };
  return vscode.Disposable.from(
    new ChartFiles(services),
    registerChartLenses(services.charts),
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
