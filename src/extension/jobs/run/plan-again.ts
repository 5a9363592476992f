import * as vscode from 'vscode';
import type { Jobs } from '../jobs.ts';
import type { JobSubject } from '../results/job-subject.ts';
import type { Offer } from '../words/show-closing.ts';
import { planInEditor } from './plan-in-editor.ts';

/** Offers to plan the same files for the same target once more. */
export function planAgain(jobs: Jobs, { world, place, files, newTags }: JobSubject): Offer {
  return {
    label: vscode.l10n.t('Plan Again'),
    run: () => planInEditor(jobs, { world, place, files, newTags }, 'plan'),
  };
}
