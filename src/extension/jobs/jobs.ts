import type { Services } from '../services.ts';
import type { JobDocuments } from './results/job-documents.ts';
import type { RunningJobs } from './run/running-jobs.ts';

/** What the commands and tasks of jobs share. */
export interface Jobs {
  readonly services: Services;
  readonly running: RunningJobs;
  readonly documents: JobDocuments;
}
