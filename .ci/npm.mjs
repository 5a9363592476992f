// Runs npm for a script, quietly: what it says is shown when it fails.
import { spawnSync } from 'node:child_process';

/**
 * Takes the npm that called us, else the one on the PATH; on Windows that one is a .cmd file, which only a shell starts.
 * @param {string[]} args
 * @param {{ directory: string, node?: string, environment?: Record<string, string> }} options `node`: the Node that npm itself runs on
 */
export function npm(args, { directory, node = process.execPath, environment = {} }) {
  const caller = process.env.npm_execpath ?? '';
  const known = /npm-cli\.c?js$/.test(caller);
  const { status, error, stdout, stderr } = spawnSync(
    known ? node : 'npm',
    [...(known ? [caller] : []), ...args, '--loglevel=error', '--no-audit', '--no-fund'],
    {
      cwd: directory,
      env: { ...inherited(), ...environment },
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      shell: !known && process.platform === 'win32',
    },
  );
  if (status === 0) return;
  const ended = error ? error.message : `ended with ${status}`;
  throw new Error(`npm ${args.join(' ')} ${ended}\n${stdout ?? ''}${stderr ?? ''}`.trimEnd());
}

/** The environment without what an npm above us says of its own run: `npm run` hands its settings to every npm below it. */
function inherited() {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^npm_(config_(local_)?prefix|package_|lifecycle_)/.test(name),
  );
  return Object.fromEntries(kept);
}
