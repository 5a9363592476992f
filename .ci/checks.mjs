// npm test: types, lint, dead code and tests, two at a time. Every check runs whatever the others say, each result is shown as a
// whole, and the last line sums up.
import { spawn } from 'node:child_process';

/** npm scripts; the longest first. */
const checks = ['unit', 'types', 'lint', 'dead-code'];
const lanes = 2;

/** @typedef {{ check: string, passed: boolean, seconds: string }} Result */

/** @type {Result[]} */
const results = [];
const queue = [...checks];
await Promise.all(Array.from({ length: lanes }, work));

const summary = checks.map((check) => {
  const result = results.find((one) => one.check === check);
  return `${check} ${result?.passed ? 'passed' : 'FAILED'} ${result?.seconds} s`;
});
const failed = results.some(({ passed }) => !passed);
process.stdout.write(`\n${failed ? 'FAILED' : 'Passed'}: ${summary.join(', ')}\n`);
process.exitCode = failed ? 1 : 0;

async function work() {
  for (let check = queue.shift(); check !== undefined; check = queue.shift()) results.push(await run(check));
}

/**
 * @param {string} check
 * @returns {Promise<Result>}
 */
function run(check) {
  const began = performance.now();
  return new Promise((resolve) => {
    // Through a shell, because npm is a .cmd file on Windows. The names are our own.
    const child = spawn(`npm run --silent ${check}`, {
      shell: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: colours(),
    });
    /** @type {Buffer[]} */
    const output = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.on('error', (error) => output.push(Buffer.from(error.message)));
    child.on('close', (status) => {
      const passed = status === 0;
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      process.stdout.write(`\n== ${check}: ${passed ? 'passed' : 'FAILED'} (${seconds} s)\n`);
      const text = Buffer.concat(output).toString().trim();
      if (text) process.stdout.write(`${text}\n`);
      resolve({ check, passed, seconds });
    });
  });
}

/** The checks write to a pipe; when we write to a terminal they may still use colour. */
function colours() {
  const { env } = process;
  return process.stdout.isTTY && env.NO_COLOR === undefined ? { ...env, FORCE_COLOR: '1' } : env;
}
