import { type Problem, ReleaseError } from '#problem';
import { filesOf } from '../../release/release-model.ts';
import type { Services } from '../../services.ts';
import { fileKey } from '../results/job-result.ts';
import type { JobSubject } from '../results/job-subject.ts';

export interface Checked {
  readonly ok: boolean;
  readonly problems: readonly Problem[];
  /** How many files were looked at. */
  readonly files: number;
}

/** Checks files, and puts what is wrong with them on their lines. @throws ReleaseError what checking throws */
export async function runCheck(
  { workers, problems }: Pick<Services, 'workers' | 'problems'>,
  { world, place, files }: JobSubject,
  signal?: AbortSignal,
): Promise<Checked> {
  const { settings } = place;
  if (settings === undefined)
    throw new ReleaseError('settings-missing', 'Without a marketplace.yaml there is nothing to check');
  const options = signal ? { signal } : {};
  const [checked, outline] = await Promise.all([
    workers.ask(world, 'check', { settings, files }, options),
    workers.ask(world, 'outline', { place }, options).catch(() => undefined),
  ]);
  const wanted = new Set(files.map(fileKey));
  const all = outline ? filesOf(outline) : [];
  const looked = new Set([settings, ...(wanted.size === 0 ? all : all.filter((file) => wanted.has(fileKey(file))))]);
  problems.replace('files', [...looked], checked.problems);
  return { ...checked, files: new Set([...looked, ...checked.problems.map(({ file }) => file)]).size };
}
