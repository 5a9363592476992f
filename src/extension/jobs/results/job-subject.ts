import path from 'node:path';
import type { Depth } from '#jobs';
import type { Whereabouts } from '../../selection/selection.ts';

/** What a job is to be about: where, and which files of the release. */
export interface JobSubject extends Whereabouts {
  /** Absolute; empty: the whole release. */
  readonly files: readonly string[];
  /** Images whose tag is taken are planned under a new one. */
  readonly newTags?: boolean | undefined;
  /** How far images are looked into; as the user's setting says when absent. */
  readonly depth?: Depth | undefined;
}

/** What people call it: its files, else the folder of the release. */
export function subjectTitle({ place, files }: JobSubject): string {
  const names = files.map((file) => path.basename(file));
  if (names.length > 2) return `${names.length} files`;
  if (names.length > 0) return names.join(', ');
  return place.settings === undefined ? 'the sandbox' : path.basename(path.dirname(place.settings));
}

/** Where it runs and as whom, as far as it is known before anyone is asked: `target staging, profile seller`. */
export function subjectPlace({ world, place }: JobSubject): string {
  return [
    ...(place.target === undefined ? [] : [`target ${place.target}`]),
    ...(place.from === undefined ? [] : [`promoted from ${place.from}`]),
    ...(place.profile === undefined ? [] : [`profile ${place.profile}`]),
    ...(world === 'sandbox' ? ['in the sandbox'] : []),
  ].join(', ');
}
