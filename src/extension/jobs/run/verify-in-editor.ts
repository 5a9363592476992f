import * as vscode from 'vscode';
import { requireTrust } from '../../require-trust.ts';
import { inEditor, sayDocument } from '../ask/editor-talk.ts';
import type { Jobs } from '../jobs.ts';
import { type JobSubject, subjectTitle } from '../results/job-subject.ts';
import { verifyClosing } from '../words/closing-words.ts';
import { showClosing, showProblems } from '../words/show-closing.ts';
import { runVerify } from './run-verify.ts';
import { saveFirst } from './save-first.ts';

/**
 * Verifies what is on disk against the target, after offering to save, and shows the report as a document.
 * @throws ReleaseError what verifying throws, `cancelled`
 */
export async function verifyInEditor(jobs: Jobs, subject: JobSubject): Promise<void> {
  // Whoever gets here: also by the button of a message, which no command has looked at.
  if (!(await requireTrust(vscode.l10n.t('Verifying')))) return;
  const { services, documents } = jobs;
  if (!(await saveFirst(subject.place.settings, 'verify', services))) return;
  const title = vscode.l10n.t('Verifying {0}', subjectTitle(subject));
  const result = await inEditor(jobs, 'verify', title, (talk) => runVerify(services, subject, talk));
  await sayDocument(jobs, result, 'report');
  await documents.open(result, 'report');
  // The document says it all, to somebody who is looking.
  const { report } = result;
  if (report.ok && vscode.window.state.focused) return;
  showClosing(services, verifyClosing(report), ...(report.ok ? [] : [showProblems()]));
}
