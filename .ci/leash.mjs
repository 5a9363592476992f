// Runs a program in a process group of its own, and ends the whole group when the program ends or when our standard input does.
// The pipe closes when its writer dies, whatever it dies of: so nothing outlives a test run, not even one that was killed.
// Arguments: the program and its arguments.
import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

const [program = '', ...args] = process.argv.slice(2);
const child = spawn(program, args, { detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
const ended = new Promise((resolve) =>
  child.once('error', () => resolve(127)).once('exit', (status) => resolve(status ?? 1)),
);
const letGo = new Promise((resolve) => {
  process.stdin.once('end', resolve).once('error', resolve).resume();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, resolve);
});

const status = await Promise.race([ended, letGo.then(() => 0)]);
await endGroup();
process.exit(status);

async function endGroup() {
  // The program is asked first, then everything that is left is told.
  for (const [signal, patience] of /** @type {const} */ ([
    ['SIGTERM', 5000],
    ['SIGKILL', 5000],
  ])) {
    if (!send(signal)) return;
    for (let waited = 0; waited < patience; waited += 50) {
      await pause(50);
      if (!send(0)) return;
    }
  }
}

/**
 * Whether there was a process left to send it to.
 * @param {NodeJS.Signals | 0} signal
 */
function send(signal) {
  try {
    process.kill(-(/** @type {number} */ (child.pid)), signal);
    return true;
  } catch {
    return false;
  }
}
