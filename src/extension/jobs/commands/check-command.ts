import * as vscode from 'vscode';
import { formatCount } from '#text';
import { problemCount } from '../../release/problem-count.ts';
import { chooseSubject } from '../ask/choose-subject.ts';
import type { Jobs } from '../jobs.ts';
import { runCheck } from '../run/run-check.ts';
import { saveFirst } from '../run/save-first.ts';
import { showClosing, showProblems } from '../words/show-closing.ts';

/** Looks for problems of the files alone, and puts them on their lines. Asks nobody, so a workspace need not be trusted. */
export async function checkCommand({ services }: Jobs, given: readonly unknown[]): Promise<void> {
  const subject = await chooseSubject(given, services);
  if (!subject || !(await saveFirst(subject.place.settings, 'check', services))) return;
  const { problems, files } = await runCheck(services, subject);
  const place = formatCount(files, 'file');
  if (problems.length === 0)
    return showClosing(services, { gravity: 'information', text: vscode.l10n.t('No problems in {0}', place) });
  const isError = problems.some(({ severity }) => severity === 'error');
  const text = vscode.l10n.t('{0} in {1}', problemCount(problems), place);
  showClosing(services, { gravity: isError ? 'error' : 'warning', text }, showProblems());
}
