import path from 'node:path';
import type { Depth } from '#jobs';
import type { JobSubject } from '../jobs/results/job-subject.ts';

/** A job in tasks.json, as package.json declares it. Names are relative to the workspace folder. */
export interface TaskJob {
  readonly job: 'check' | 'plan' | 'verify' | 'mirror';
  readonly settings?: string;
  readonly target?: string;
  readonly files?: readonly string[];
  readonly sandbox?: boolean;
  /** For the real world; in place of the setting's, and the target's own. */
  readonly profile?: string;
  /** How far images are looked into, in place of the setting's. */
  readonly depth?: Depth;
}

/** What a value says that may have been typed by hand; undefined when it is no job of ours. */
export function readTaskJob(value: Readonly<Record<string, unknown>>): TaskJob | undefined {
  const { job, settings, target, files, sandbox, profile, depth } = value;
  if (job !== 'check' && job !== 'plan' && job !== 'verify' && job !== 'mirror') return undefined;
  const texts = Array.isArray(files) ? files.filter((file) => typeof file === 'string') : [];
  return {
    job,
    ...(typeof settings === 'string' && settings !== '' ? { settings } : {}),
    ...(typeof target === 'string' && target !== '' ? { target } : {}),
    ...(texts.length > 0 ? { files: texts } : {}),
    ...(sandbox === true ? { sandbox } : {}),
    ...(typeof profile === 'string' && profile !== '' ? { profile } : {}),
    ...(depth === 'manifests' || depth === 'layers' ? { depth } : {}),
  };
}

/**
 * What a task is about. It says all of it by itself: what is chosen in the views has no say.
 * @param folder the workspace folder
 * @param settings the marketplace.yaml when the task names none, absolute
 * @param setting the user's own profile, for the real world, when the task names none
 */
export function taskSubject(job: TaskJob, folder: string, settings: string, setting: string | undefined): JobSubject {
  const profile = job.profile ?? setting;
  const world = job.sandbox ? 'sandbox' : 'aws';
  return {
    world,
    place: {
      settings: job.settings === undefined ? settings : path.resolve(folder, job.settings),
      ...(job.target === undefined ? {} : { target: job.target }),
      ...(world === 'aws' && profile !== undefined ? { profile } : {}),
    },
    files: (job.files ?? []).map((file) => path.resolve(folder, file)),
    ...(job.depth === undefined ? {} : { depth: job.depth }),
  };
}

/** What a task is called in lists: `plan sample, sandbox`. */
export function taskName({ job, settings, target, sandbox }: TaskJob): string {
  const folder = settings === undefined ? '.' : path.posix.dirname(settings);
  const what = folder === '.' ? job : `${job} ${folder}`;
  return [what, ...(target === undefined ? [] : [target]), ...(sandbox ? ['sandbox'] : [])].join(', ');
}
