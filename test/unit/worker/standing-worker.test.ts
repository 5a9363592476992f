import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ReleaseError } from '#problem';
import type { FromWorker, SandboxOutline } from '#worker';
import { StandingWorker } from '../../../src/extension/worker/standing-worker.ts';
import { WorkerProcess } from '../../../src/extension/worker/worker-process.ts';
import { until } from '../../support/worker-process.ts';

let folder: string;
let started: WorkerProcess[];
let said: string[];
let sandboxes: (SandboxOutline | undefined)[];
let now: number;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'standing-worker-'));
  [started, said, sandboxes, now] = [[], [], [], 0];
});
afterEach(async () => {
  for (const worker of started) worker.kill();
  await Promise.all(started.map(({ ended }) => ended));
  await rm(folder, { recursive: true });
});

/** A worker that runs a program in place of ours; `answer` sends a message for what was asked. */
async function standing(program: string, readsLogins = true): Promise<StandingWorker> {
  const file = path.join(folder, 'worker.cjs');
  await writeFile(
    file,
    `const answer = (id, answer) => process.send({ type: 'answer', id, answer });
     const fail = (id, code) => process.send({ type: 'failure', id, failure: { code, message: code, details: [], problems: [] } });
     process.once('disconnect', () => process.exit(0));
     process.on('message', ({ type, id, operation, input }) => { if (type === 'ask') { ${program} } });`,
  );
  const note = (message: string) => void said.push(message);
  return new StandingWorker({
    start: (onSandbox) => {
      const worker = new WorkerProcess({
        file,
        environment: {},
        start: { type: 'start', world: 'aws', version: '1', program: '', records: '/r' },
        log: { debug: note, info: note, warn: note },
        onSandbox,
      });
      started.push(worker);
      return worker;
    },
    onSandbox: (sandbox) => sandboxes.push(sandbox),
    now: () => now,
    readsLogins,
  });
}

async function failure(promise: Promise<unknown>): Promise<ReleaseError> {
  const error = await promise.catch((thrown) => thrown);
  if (!ReleaseError.is(error)) throw new Error(`Not refused: ${JSON.stringify(error)}`);
  return error;
}

describe('a standing worker', () => {
  it('is one process for all questions, and another after it has died', async () => {
    const worker = await standing(`operation === 'profiles' ? answer(id, [String(process.pid)]) : process.exit(3);`);
    const [first, second] = await Promise.all([worker.ask('profiles', {}), worker.ask('profiles', {})]);
    expect(first).toEqual(second);
    expect((await failure(worker.ask('startSandbox', {}))).message).toContain('exit code 3');
    await started[0]?.ended;
    expect(await worker.ask('profiles', {})).toEqual([String(started[1]?.pid)]);
  });

  it('is not started over and over when it dies at once', async () => {
    const worker = await standing(`process.exit(1)`);
    await writeFile(path.join(folder, 'worker.cjs'), `console.error('AKIA: Bearer abcdefghijklm'); process.exit(7)`);
    expect((await failure(worker.ask('profiles', {}))).message).toContain('exit code 7');
    for (let count = 0; count < 3; count++) {
      const refused = await failure(worker.ask('profiles', {}));
      expect(refused).toMatchObject({ code: 'internal', message: 'The process that does the work does not start' });
    }
    now = 1000;
    expect((await failure(worker.ask('profiles', {}))).message).toContain('exit code 7');
    now = 2000;
    expect((await failure(worker.ask('profiles', {}))).message).toContain('does not start');
    expect(started).toHaveLength(2);
    worker.restart();
    expect((await failure(worker.ask('profiles', {}))).message).toContain('exit code 7');
    expect(said).toContain('AKIA: Bearer [redacted]');
  });

  it('answers what it was asked before it is replaced', async () => {
    const worker = await standing(`setTimeout(() => answer(id, [String(process.pid)]), 50)`);
    const before = worker.ask('profiles', {});
    worker.restart();
    const after = worker.ask('profiles', {});
    expect(await before).toEqual([String(started[0]?.pid)]);
    await started[0]?.ended;
    expect(await after).toEqual([String(started[1]?.pid)]);
    worker.dispose();
    await started[1]?.ended;
  });

  it('reads files of logins anew after trouble with a login', async () => {
    const worker = await standing(
      `operation === 'profiles' ? fail(id, 'login-expired') : operation === 'targets' ? fail(id, 'input-invalid') : answer(id, null)`,
    );
    expect((await failure(worker.ask('targets', { settings: '' }))).code).toBe('input-invalid');
    await worker.ask('stopSandbox', {});
    expect(started).toHaveLength(1);
    expect((await failure(worker.ask('profiles', {}))).code).toBe('login-expired');
    await worker.ask('stopSandbox', {});
    expect(started).toHaveLength(2);
  });

  it('is kept after trouble with a login where nothing of logins is read: it holds the sandbox', async () => {
    const worker = await standing(`operation === 'profiles' ? fail(id, 'access-denied') : answer(id, null)`, false);
    expect((await failure(worker.ask('profiles', {}))).code).toBe('access-denied');
    await worker.ask('stopSandbox', {});
    expect(started).toHaveLength(1);
  });

  it('tells of its sandbox as long as it is the one', async () => {
    const sandbox: SandboxOutline = { dataDir: '/d', isOurs: true, hosts: {}, account: '1' };
    const message: FromWorker = { type: 'sandbox', sandbox };
    const worker = await standing(`process.send(${JSON.stringify(message)}); answer(id, null);`);
    await worker.ask('stopSandbox', {});
    expect(sandboxes).toEqual([sandbox]);
    started[0]?.kill();
    await until(() => sandboxes.length > 1);
    expect(sandboxes).toEqual([sandbox, undefined]);
  });
});
