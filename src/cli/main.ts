import { readFileSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { keepHeapSmall } from '#platform';
import { exitCodeOf } from '#problem';
import { ProcessStream } from './process-stream.ts';
import { failProgram, runProgram } from './program.ts';
import { stopSignal } from './stop-signal.ts';
import type { World } from './world.ts';

keepHeapSmall();
const stdout = new ProcessStream(process.stdout);
const stderr = new ProcessStream(process.stderr);

void main();

/** The entry: joins the program to this process, and ends the process with the program's status. */
async function main(): Promise<void> {
  const argv = process.argv.slice(2);
  const world = processWorld();
  // What Node and packages warn of (deprecations, their own support) is no news for the user, and would mix with our output.
  process.removeAllListeners('warning');
  const broken = (error: unknown) => {
    failProgram(argv, world, error);
    void end(exitCodeOf('internal'));
  };
  process.on('uncaughtException', broken);
  process.on('unhandledRejection', broken);
  // Comes only when nothing is left to wait for while the program still waits: that must not look like success.
  process.once('beforeExit', () => broken(new Error('The program waits for something that will never come')));
  await end(await runProgram(argv, world));
}

function processWorld(): World {
  const program = realpathSync(process.argv[1] ?? '');
  return {
    stdout,
    stderr,
    stdin: process.stdin,
    environment: process.env,
    directory: process.cwd(),
    home: homedir(),
    program,
    version: versionBeside(program),
    signal: stopSignal(),
    letGo: new Promise((resolve) => {
      if (!process.channel) return;
      process.once('disconnect', () => resolve('lost'));
      process.on('message', (message) => {
        if (typeof message === 'object' && message !== null && 'type' in message && message.type === 'end')
          resolve('end');
      });
    }),
    now: () => performance.now(),
  };
}

/** The package's version: dist/cli.cjs lies below its package.json. */
function versionBeside(program: string): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(path.dirname(program), '..', 'package.json'), 'utf8'));
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : '';
  return String(version);
}

/** Ends the process once its output is out; a connection kept open somewhere does not hold it up. */
async function end(status: number): Promise<void> {
  await stdout.flushed();
  // Output that was lost (a full disk) is no success, whatever the job did.
  const { failure } = stdout;
  if (failure) stderr.write(`error  file-not-writable  The output was lost: ${failure.message}\n`);
  await stderr.flushed();
  process.exit(failure ? status || 1 : status);
}
