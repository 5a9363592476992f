import { unfinishedLog } from './error-log.ts';
import type { Files } from './gateways.ts';

/**
 * Says in the error log of a run that it is unfinished, before it is known whether the run begins at all: an empty log of the run before
 * would say that all went well. What is there and no error log stays as it is: it may be a file that the run reads, and looks healthy to
 * nobody.
 * @throws ReleaseError `file-not-writable`, `file-not-readable`
 */
export async function beginErrorLog(log: string, files: Files): Promise<void> {
  const kind = await files.kindOf(log);
  // What goes through a pipe cannot be replaced by what comes of it.
  if (kind === 'stream') return;
  if (kind === 'file' && !/^(?:ERROR: |$)/.test(new TextDecoder().decode(await files.read(log)))) return;
  await files.write(log, unfinishedLog);
}
