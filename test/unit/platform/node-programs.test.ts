import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ProgramCall } from '#jobs';
import { NodePrograms } from '#platform';
import { ReleaseError } from '#problem';
import { TestAuthority } from '../../support/test-authority.ts';

let bin: string;
beforeEach(async () => {
  bin = await mkdtemp(path.join(tmpdir(), 'marketplace-release-programs-'));
});
afterEach(() => rm(bin, { recursive: true, force: true }));

/** A program of a few lines of shell, which may keep things in `$0.…`. */
async function program(script: string): Promise<string> {
  const file = path.join(bin, 'scanner');
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return file;
}

const environment = {
  PATH: '/usr/bin:/bin',
  HOME: '/home/me',
  https_proxy: 'http://proxy.example:3128',
  TOOL_CACHE: '/cache',
  TOOL_SECRET: 'hidden',
  AWS_SECRET_ACCESS_KEY: 'hidden',
};
const programs = (authority?: string) => new NodePrograms({ environment, authority: async () => authority });

async function run(script: string, more: Partial<ProgramCall> = {}, signal?: AbortSignal) {
  const call = { program: await program(script), arguments: [], inherits: /^TOOL_CACHE$/, environment: () => ({}) };
  const limits = { timeoutMs: 60_000, maxOutputBytes: 1000 };
  const end = await programs().run({ ...call, ...limits, failure: 'scanner-failed', ...more }, signal);
  return { ...end, output: new TextDecoder().decode(end.output) };
}

/** Who has ended counts as such, also while nobody has asked how. */
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    const status = `/proc/${pid}/status`;
    return !existsSync(status) || !/^State:\s+Z/m.test(readFileSync(status, 'utf8'));
  } catch {
    return false;
  }
};
/** The process that a script has told of in `<its name>.<name>`. */
const pidIn = async (name: string) => Number(await readFile(path.join(bin, `scanner.${name}`), 'utf8'));
const told = (name: string) => vi.waitFor(async () => expect(await pidIn(name)).toBeGreaterThan(0));

describe('a program that is run', () => {
  it('tells what it wrote, and how it ended', async () => {
    expect(await run('echo out; echo "went wrong" >&2; exit 3')).toEqual({
      status: 3,
      output: 'out\n',
      errors: 'went wrong\n',
    });
  });

  it('gets arguments as they are, what it needs of the environment, and no secret of ours', async () => {
    const { output } = await run('printf "%s|" "$@"; env', {
      arguments: ['a b', '$(x)', ''],
      environment: ({ folder }) => ({ GIVEN: 'word', CONFIG: folder }),
    });
    expect(output.startsWith('a b|$(x)||')).toBe(true);
    expect(output).toMatch(/^(?:.*\|)?GIVEN=word$/m);
    for (const line of ['HOME=/home/me', 'https_proxy=http://proxy.example:3128', 'TOOL_CACHE=/cache', 'CONFIG=/'])
      expect(output).toContain(line);
    expect(output).not.toContain('hidden');
  });

  it('works in an empty folder, where its temporary files go too, and which is gone afterwards', async () => {
    const { output } = await run('pwd; echo $TMPDIR; ls -A | wc -l; echo x > left; mkdir deep; echo y > deep/y');
    const [folder = '', temporary, count] = output.split('\n');
    expect(temporary).toBe(folder);
    expect(Number(count)).toBe(0);
    await expect(readdir(folder)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('finds the files that it is given there, and no others', async () => {
    const { output } = await run('ls -A; cat tool.yaml', { files: { 'tool.yaml': 'a: 1\n' } });
    expect(output).toBe('tool.yaml\na: 1\n');
  });

  it('gets all authorities in one file, where a host has its own', async () => {
    const { pem } = new TestAuthority('Ours');
    const file = await program('grep -c BEGIN "$CA"; cat "$CA"');
    const call = { program: file, arguments: [], inherits: /^$/, host: 'r.example', timeoutMs: 60_000 };
    const { output } = await programs(pem).run({
      ...call,
      maxOutputBytes: 10_000_000,
      failure: 'scanner-failed',
      environment: ({ authorities = '' }) => ({ CA: authorities }),
    });
    const text = new TextDecoder().decode(output);
    expect(text).toContain(pem.trim());
    expect(Number.parseInt(text, 10)).toBeGreaterThan(10);
  });

  it('keeps the end of its errors alone', async () => {
    const { errors } = await run('head -c 300000 /dev/zero | tr "\\0" x >&2; echo last >&2');
    expect(errors.length).toBeLessThan(20_000);
    expect(errors.endsWith('xlast\n')).toBe(true);
  });

  it('is an error when it cannot be started', async () => {
    const missing = programs().run({
      ...{ program: path.join(bin, 'none'), arguments: [], inherits: /^$/, environment: () => ({}) },
      ...{ timeoutMs: 1000, maxOutputBytes: 1, failure: 'helm-failed' },
    });
    await expect(missing).rejects.toMatchObject({ code: 'helm-failed', message: 'none cannot be started (ENOENT)' });
  });
});

describe('a program that is ended, with all that it has started', () => {
  it('writes too much', async () => {
    const end = await run('echo $$ > $0.pid; yes');
    expect(end).toMatchObject({ stopped: 'output', output: '', status: undefined });
    expect(isAlive(await pidIn('pid'))).toBe(false);
  });

  it('writes messages without end', async () => {
    const end = await run('echo $$ > $0.pid; exec yes >&2');
    expect(end).toMatchObject({ stopped: 'errors', status: undefined });
    expect(isAlive(await pidIn('pid'))).toBe(false);
  });

  it('takes too long', async () => {
    const end = await run('sleep 600 & echo $! > $0.child; echo begun >&2; wait', { timeoutMs: 100 });
    expect(end).toMatchObject({ stopped: 'time', status: undefined });
    await vi.waitFor(async () => expect(isAlive(await pidIn('child'))).toBe(false));
  });

  it('leaves something behind that holds its output open', async () => {
    const end = await run('sleep 600 & echo $! > $0.child; echo done');
    expect(end).toMatchObject({ status: 0, output: 'done\n' });
    await vi.waitFor(async () => expect(isAlive(await pidIn('child'))).toBe(false));
  });

  it('is cancelled, and may tidy up before', async () => {
    const controller = new AbortController();
    const reason = new ReleaseError('cancelled', 'Enough');
    const ended = run(
      'trap "echo 1 > $0.tidied; exit 0" TERM; sleep 600 & echo $! > $0.child; wait',
      {},
      controller.signal,
    );
    await told('child');
    controller.abort(reason);
    await expect(ended).rejects.toBe(reason);
    expect(await pidIn('tidied')).toBe(1);
    await vi.waitFor(async () => expect(isAlive(await pidIn('child'))).toBe(false));
  });

  it('is cancelled before it begins', async () => {
    await expect(run('echo $$ > $0.pid', {}, AbortSignal.abort(new Error('Enough')))).rejects.toThrow('Enough');
    await expect(pidIn('pid')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('leaves no listeners behind', async () => {
    const before = process.listenerCount('exit');
    await run('true');
    expect(process.listenerCount('exit')).toBe(before);
  });
});
