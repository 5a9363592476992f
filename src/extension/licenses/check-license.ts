import * as vscode from 'vscode';
import { ReleaseError } from '#problem';
import { cleanText } from '#text';
import { abortSignal } from '../abort-signal.ts';
import { showClosing } from '../jobs/words/show-closing.ts';
import { requireTrust } from '../require-trust.ts';
import type { Whereabouts } from '../selection/selection.ts';
import type { Services } from '../services.ts';
import { type ChartLicenseCheck, chooseCheck } from './choose-check.ts';
import type { LicensesInView } from './licenses-in-view.ts';
import type { LicensesModel } from './licenses-model.ts';
import { checkQuestion } from './words/check-question.ts';
import { verdictClosing, verdictLines } from './words/verdict-words.ts';

/**
 * Checks a licence as an installation would do it, after asking: of the row that the command was called on, or one that is chosen.
 * @throws ReleaseError what asking AWS throws; a licence that is not valid is an answer
 */
export async function checkLicense(
  services: Services,
  desk: Pick<LicensesInView, 'atWork' | 'tree'>,
  given: unknown,
): Promise<void> {
  if (!(await requireTrust(vscode.l10n.t('Checking a licence')))) return;
  const { workers, jobs, log, selection } = services;
  const where = await selection.whereabouts();
  if (!where) throw new ReleaseError('settings-missing', 'No marketplace.yaml says whose licence to check');
  const [model, charts] = await Promise.all([licensesIn(services, desk), checksOfCharts(services, where)]);
  const wish = await chooseCheck(model, charts, given);
  if (!wish) return;
  const { question, detail, button } = checkQuestion(wish, where);
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, button)) !== button) return;
  const title = vscode.l10n.t('Checking the licence for {0}', cleanText(wish.product));
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const report = await vscode.window.withProgress(options, (_, token) =>
    workers.ask(where.world, 'checkLicense', { place: where.place, ...wish }, { signal: abortSignal(token) }),
  );
  for (const line of verdictLines(report, new Date())) jobs.appendLine(line);
  log.debug(`License check of ${wish.product}: ${report.verdict}`);
  if (report.licenseArn !== undefined) desk.tree.useChanged(report.licenseArn);
  const details = { label: vscode.l10n.t('Show Details'), run: async () => jobs.show(true) };
  showClosing(services, verdictClosing(report), details);
}

/** Who may check a licence out need not be allowed to list them: then a product is typed. */
async function licensesIn(
  { log }: Services,
  desk: Pick<LicensesInView, 'atWork' | 'tree'>,
): Promise<LicensesModel | undefined> {
  try {
    return await desk.atWork(() => desk.tree.load());
  } catch (error) {
    const { code, message } = ReleaseError.from(error);
    log.warn(`The licences are not offered: ${code}: ${message}`);
    return undefined;
  }
}

/** Settings that cannot be read name no charts: planning says what is wrong with them. */
async function checksOfCharts({ workers }: Services, { world, place }: Whereabouts): Promise<ChartLicenseCheck[]> {
  if (place.settings === undefined) return [];
  const outline = await workers.ask(world, 'outline', { place }).catch(() => undefined);
  return (outline?.charts ?? []).flatMap(({ name, licenseChecks }) =>
    licenseChecks.map((check) => ({ chart: name, ...check })),
  );
}
