import type { MirrorPlan } from '#jobs';
import { documentWidth, type JobDocument, jobDocument } from './job-document.ts';
import { planPassages } from './plan-text.ts';

/**
 * A plan as a document: the same words as in a terminal.
 * @param fileName the name to show for a file; links keep the plan's own
 */
export function planDocument(plan: MirrorPlan, fileName: (file: string) => string = (file) => file): JobDocument {
  return jobDocument(planPassages(plan, documentWidth, fileName));
}
