import * as vscode from 'vscode';
import { ReleaseError } from '#problem';
import type { WorkerWorld } from '#worker';
import type { Services } from '../../services.ts';
import { type JobPart, nameOf } from '../results/job-documents.ts';
import type { JobResult, PlanResult } from '../results/job-result.ts';

/** What a lens above a plan calls commands with. */
export interface GivenRecord {
  readonly record: string;
  readonly world: WorkerWorld;
}

/** The record that a command was called on: by a lens, on a document of ours, or with one in front. */
export function givenRecord(given: readonly unknown[], part: JobPart): GivenRecord | undefined {
  const [first] = given;
  if (isGivenRecord(first)) return first;
  const uri = first === undefined ? vscode.window.activeTextEditor?.document.uri : first;
  const name = uri instanceof vscode.Uri ? nameOf(uri) : undefined;
  return name?.part === part ? name : undefined;
}

/** @throws ReleaseError when the worker does not keep it any more */
export async function resultOf(
  { record, world }: GivenRecord,
  { results }: Pick<Services, 'results'>,
): Promise<JobResult> {
  return (await results.find(world, record)) ?? gone();
}

/** The same of a plan. @throws ReleaseError as {@link resultOf} */
export async function planOf(
  { record, world }: GivenRecord,
  { results }: Pick<Services, 'results'>,
): Promise<PlanResult> {
  return (await results.findPlan(world, record)) ?? gone();
}

function gone(): never {
  throw new ReleaseError('file-not-found', 'This plan is not kept any more', { hint: 'Make a new plan.' });
}

function isGivenRecord(value: unknown): value is GivenRecord {
  return (
    typeof value === 'object' &&
    value !== null &&
    'record' in value &&
    typeof value.record === 'string' &&
    'world' in value &&
    (value.world === 'aws' || value.world === 'sandbox')
  );
}
