import { createHash } from 'node:crypto';
import { readChart } from '#chart';
import { ReleaseError } from '#problem';
import type { Files } from '../../gateways.ts';
import type { ChartPlan } from '../chart-plan.ts';

/**
 * What becomes of the file that a chart is written to. Only a chart of the same name is written over.
 * @throws ReleaseError `usage`, and what reading throws
 */
export async function plannedOutput(
  file: string,
  { name, digest }: { readonly name: string; readonly digest: string },
  files: Pick<Files, 'kindOf' | 'stream'>,
  signal?: AbortSignal,
): Promise<NonNullable<ChartPlan['output']>> {
  const kind = await files.kindOf(file);
  if (kind === undefined) return { file, state: 'absent' };
  const refused = (why: string) =>
    new ReleaseError('usage', `${file} is there already, and ${why}`, {
      hint: 'Name another file, or remove it first. Nothing was written.',
    });
  if (kind !== 'file') throw refused('is no file');
  if ((await digestOfFile(file, files, signal)) === digest) return { file, state: 'present' };
  const held = await readChart({ kind: 'archive', open: () => files.stream(file) }, undefined, signal).catch(() => {
    signal?.throwIfAborted();
    throw refused('is no chart');
  });
  if (held.metadata.name !== name) throw refused(`is the chart ${held.metadata.name}, not ${name}`);
  return { file, state: 'replaced' };
}

async function digestOfFile(file: string, files: Pick<Files, 'stream'>, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of files.stream(file)) {
    signal?.throwIfAborted();
    hash.update(chunk);
  }
  return `sha256:${hash.digest('hex')}`;
}
