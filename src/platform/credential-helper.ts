import { spawn } from 'node:child_process';
import * as z from 'zod/mini';
import { ReleaseError } from '#problem';
import { type Login, parseForeignJson } from '#registry';
import { findProgram } from './find-program.ts';

const maxAnswerBytes = 1_048_576;
/** A helper may open a browser or a key ring; one that takes longer than this hangs. */
const timeoutMs = 60_000;
const answerSchema = z.looseObject({ Username: z.string(), Secret: z.string() });

/**
 * Asks `docker-credential-<name> get` for a server's login (docker-credential-helpers: server on stdin, JSON on stdout).
 * @returns undefined when the helper knows none
 * @throws ReleaseError `credentials-unreadable`
 */
export async function askCredentialHelper(
  name: string,
  server: string,
  environment: NodeJS.ProcessEnv,
): Promise<Login | undefined> {
  const program = `docker-credential-${name}`;
  const fail = (why: string) =>
    new ReleaseError('credentials-unreadable', `${program} gave no credentials for ${server}: ${why}`, {
      hint: `Check that ${program} is installed and works: echo ${server} | ${program} get`,
    });
  // The name comes from a file: it must not be a path or carry anything for a shell.
  if (!/^[A-Za-z0-9._-]+$/.test(name)) throw fail('that is no name of a helper');
  const file = await findProgram(program, environment);
  if (file === undefined) throw fail('there is no such program on the PATH');
  const { status, output } = await run(file, server, environment).catch((error) => {
    throw fail(error instanceof Error ? error.message : String(error));
  });
  if (status !== 0) {
    if (/credentials not found|no credentials|not found in/i.test(output.toString('utf8'))) return undefined;
    // Its output may hold a secret, so only the status is told.
    throw fail(`it ended with status ${status}`);
  }
  const parsed = answerSchema.safeParse(parseForeignJson(output, maxAnswerBytes, fail));
  if (!parsed.success) throw fail('its answer has an unknown shape');
  const { Username: username, Secret: secret } = parsed.data;
  if (username === '<token>') return { kind: 'identity-token', token: secret };
  return username === '' && secret === '' ? undefined : { kind: 'password', username, password: secret };
}

function run(
  program: string,
  input: string,
  environment: NodeJS.ProcessEnv,
): Promise<{ status: number | null; output: Buffer }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ['get'], {
      env: environment,
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: timeoutMs,
      windowsHide: true,
    });
    const chunks: Buffer[] = [];
    let length = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxAnswerBytes) child.kill();
      else chunks.push(chunk);
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output: Buffer.concat(chunks) }));
    // A helper that ends before it reads is told of by its status, not by a broken pipe.
    child.stdin.on('error', () => undefined);
    child.stdin.end(`${input}\n`);
  });
}
