import type { Files } from '../gateways.ts';
import { within } from './file-names.ts';

/** The absolute name of what the settings name: from their folder, unless it is a whole name. */
export function placeFrom(folder: string, name: string, files: Pick<Files, 'absolute'>): string {
  const isWhole = /^(?:[\\/]|[A-Za-z]:)/.test(name);
  return files.absolute(isWhole ? name : within(folder, name));
}
