import { stat } from 'node:fs/promises';
import path from 'node:path';

/** Nobody's release is nested deeper than this. */
const mostFolders = 32;
const anybodyMayWrite = 0o002;

/** What is to be known of a place on disk; undefined when there is nothing. */
type Look = (place: string) => Promise<{ readonly isFile: boolean; readonly mode: number } | undefined>;

/** Where settings were looked for above a folder. */
export interface Above {
  /** The nearest that are there. */
  readonly settings: string | undefined;
  /** The folders above that were looked into, nearest first: in each of them settings that govern could appear. */
  readonly folders: readonly string[];
}

/**
 * Finds the settings that govern a folder of the workspace from above it, as the command line does. It ends at a folder that anybody may
 * write to, as `/tmp` is: what somebody else puts there says nothing about our registries.
 * @param folder absolute
 */
export async function settingsAbove(folder: string, name: string, look: Look = lookAt): Promise<Above> {
  if (await isFile(path.join(folder, name), look)) return { settings: undefined, folders: [] };
  const folders: string[] = [];
  for (let at = path.dirname(folder); folders.length < mostFolders; at = path.dirname(at)) {
    const found = await look(at);
    if (!found || (process.platform !== 'win32' && (found.mode & anybodyMayWrite) !== 0)) break;
    folders.push(at);
    const settings = path.join(at, name);
    if (await isFile(settings, look)) return { settings, folders };
    if (path.dirname(at) === at) break;
  }
  return { settings: undefined, folders };
}

async function isFile(place: string, look: Look): Promise<boolean> {
  return (await look(place))?.isFile ?? false;
}

async function lookAt(place: string): ReturnType<Look> {
  try {
    const found = await stat(place);
    return { isFile: found.isFile(), mode: found.mode };
  } catch {
    return undefined;
  }
}
