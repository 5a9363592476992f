import type { Files } from '../gateways.ts';
import { refuseOverwriting } from '../output-file.ts';
import { placeFrom } from './place-from.ts';

/** Who says where the error log of a mirror goes. */
export interface ErrorLogChoice {
  /** As the user named it, from the working directory. */
  readonly named?: string | undefined;
  /** As the settings name it, from their folder. */
  readonly setting?: string | undefined;
  /** Of the settings; absolute. */
  readonly folder: string;
}

/**
 * The error log of a mirror, as the user would name it: the one that was named, else the settings' own; none when neither is there.
 * @param inputs the files that the mirror reads
 * @throws ReleaseError `usage` when it is one of them
 */
export function errorLogFile(
  { named, setting, folder }: ErrorLogChoice,
  inputs: readonly (string | undefined)[],
  files: Files,
): string | undefined {
  const log = named ?? (setting === undefined ? undefined : files.displayed(placeFrom(folder, setting, files)));
  if (log !== undefined) refuseOverwriting('The error log', log, inputs, files);
  return log;
}
