import { ReleaseError } from '#problem';
import type { Programs } from '../../programs.ts';
import { helmWords } from './helm-words.ts';
import { type Helm, runHelm } from './run-helm.ts';

/**
 * The Helm on the PATH; undefined when there is none.
 * @throws ReleaseError `helm-failed` when it is there and cannot be used: it does not say its version, or is older than 3; the signal's reason
 */
export async function findHelm(programs: Programs, signal?: AbortSignal): Promise<Helm | undefined> {
  const program = await programs.find('helm');
  if (program === undefined) return undefined;
  const { status, output, errors } = await runHelm(programs, { program, arguments: ['version', '--short'] }, signal);
  // Helm 2 says whose version it is, and then fails because it asks a server too.
  const [, version, major] =
    /^(?:Client: )?v?((\d+)\.\d+\.\d+[^\s+]*)/.exec(new TextDecoder().decode(output).trim()) ?? [];
  if (status === 0 && version !== undefined && Number(major) >= 3) return { program, version };
  const why = version === undefined ? `it does not tell its version: ${helmWords(errors)}` : `it is ${version}`;
  throw new ReleaseError('helm-failed', `The Helm at ${program} cannot be used: ${why}`, {
    hint: 'Install Helm 3 or newer, or take this one off the PATH.',
  });
}
