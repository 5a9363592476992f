import type { Jobs } from '../jobs.ts';
import type { JobPart } from '../results/job-documents.ts';
import { lastResult } from '../results/last-result.ts';

/** Shows the last plan or the last report of a release as a document. */
export async function showCommand(jobs: Jobs, given: readonly unknown[], part: JobPart): Promise<void> {
  const result = await lastResult(jobs, given, part);
  if (result) await jobs.documents.open(result, part);
}
