import { writeFile } from 'node:fs/promises';
import type { ProgramEnd } from './run-program.ts';

/** Where Kubernetes reads why a container ended (Kubernetes, "Determine the Reason for Pod Failure"). */
const usualLog = '/dev/termination-log';

/** Says how the program ended, to whoever reads the log and to Kubernetes, and leaves its exit status. */
export async function endProgram({ status, lines }: ProgramEnd, terminationLog = usualLog): Promise<void> {
  const text = `${lines.join('\n')}\n`;
  (status === 0 ? process.stdout : process.stderr).write(text);
  // Only where it is there already: nobody wants a file of that name elsewhere.
  await writeFile(terminationLog, text, { flag: 'r+' }).catch(() => undefined);
  process.exitCode = status;
}
