import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';

/** What Windows takes for a program when nothing says otherwise. */
const usualExtensions = '.COM;.EXE';
/** Other kinds of programs would need a shell, which would read more into a name than it says. */
const startable = /^\.(?:exe|com)$/i;

/**
 * Where a program is, by PATH, and on Windows by PATHEXT. Never the working folder: Windows would look there first, and that may be
 * somebody else's repository.
 * @param platform for tests
 * @returns its absolute name; undefined when there is none that can be started
 */
export async function findProgram(
  name: string,
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): Promise<string | undefined> {
  const isWindows = platform === 'win32';
  const folders = variableOf(environment, 'PATH', isWindows).split(isWindows ? ';' : ':');
  const candidates = folders
    .map((folder) => folder.replace(/^"(.*)"$/, '$1'))
    .filter((folder) => path.isAbsolute(folder))
    .flatMap((folder) => fileNames(name, environment, isWindows).map((file) => path.join(folder, file)));
  for (const file of candidates) if (await isProgram(file, isWindows)) return file;
  return undefined;
}

function fileNames(name: string, environment: NodeJS.ProcessEnv, isWindows: boolean): string[] {
  if (!isWindows || startable.test(path.extname(name))) return [name];
  const extensions = (variableOf(environment, 'PATHEXT', true) || usualExtensions).split(';');
  // As Windows writes most of them; its file systems don't care.
  return extensions.filter((extension) => startable.test(extension)).map((extension) => name + extension.toLowerCase());
}

/** A copy of Windows' environment knows its names only as they were written: `Path`. */
function variableOf(environment: NodeJS.ProcessEnv, name: string, anyCase: boolean): string {
  const found = anyCase ? Object.keys(environment).find((key) => key.toUpperCase() === name) : name;
  return (found === undefined ? undefined : environment[found]) ?? '';
}

async function isProgram(file: string, isWindows: boolean): Promise<boolean> {
  try {
    await access(file, isWindows ? constants.F_OK : constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
