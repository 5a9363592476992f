import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { HeldSandbox, type SandboxProcess, startSandboxProcess } from '#composition';
import { builtPrograms } from '../support/built-programs.ts';
import { testFolder } from '../support/cli.ts';
import { until } from '../support/worker-process.ts';

let program: string;
let place: Awaited<ReturnType<typeof testFolder>>;
const started: { close(): Promise<void> }[] = [];

// One folder for all: that a sandbox is made anew in an empty one is no matter of its process.
beforeAll(async () => {
  program = path.join(await builtPrograms(), 'cli.cjs');
  place = await testFolder();
});
afterEach(() => Promise.all(started.splice(0).map((one) => one.close())));
afterAll(() => place.remove());

const dataDir = () => path.join(place.folder, 'data');
const ownerFile = () => path.join(dataDir(), 'owner.json');

async function start(): Promise<SandboxProcess> {
  const environment = { PATH: process.env.PATH };
  const signal = new AbortController().signal;
  const sandbox = await startSandboxProcess({ program, environment, home: place.folder, dataDir: dataDir(), signal });
  started.push(sandbox);
  return sandbox;
}

/** A window that holds its sandbox, and what it has been told of it. */
function window() {
  const changes: (boolean | undefined)[] = [];
  const held = new HeldSandbox({
    program,
    environment: { PATH: process.env.PATH },
    home: place.folder,
    dataDir: dataDir(),
    lookEveryMs: 20,
    onChange: (sandbox) => changes.push(sandbox?.isOurs),
  });
  started.push({ close: () => held.stop() });
  return { held, changes };
}

async function isServing({ hosts }: SandboxProcess): Promise<boolean> {
  return fetch(`${hosts.aws?.endpoint}/`).then(
    () => true,
    () => false,
  );
}

describe('the process of a sandbox', () => {
  it('ends promptly when it is let go of, and its folder is free', async () => {
    const sandbox = await start();
    await sandbox.close();
    await sandbox.ended;
    expect(existsSync(ownerFile())).toBe(false);
    expect(await isServing(sandbox)).toBe(false);
  });

  it('outlives whoever started it for a while, and ends by a signal', async () => {
    const argv = [program, 'sandbox', '--json', '--data', dataDir()];
    const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
    const [ready] = await once(child.stdout ?? child, 'data');
    const { aws } = JSON.parse(String(ready));
    child.disconnect();
    // Long enough to end, if it were going to.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await fetch(aws.endpoint)).status).toBeGreaterThan(0);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(existsSync(ownerFile())).toBe(false);
  });
});

describe('a held sandbox', () => {
  it('is started once, whoever asks', async () => {
    const { held, changes } = window();
    const [one, two] = await Promise.all([held.use(), held.use()]);
    expect(one).toBe(two);
    expect(await held.use()).toBe(one);
    expect(changes).toEqual([true]);
    await held.stop();
    expect(changes).toEqual([true, undefined]);
    expect(await isServing(one)).toBe(false);
  });

  it("is had again when it was another's that went, by one of those who are using it", async () => {
    const owner = await start();
    const both = [window(), window()];
    for (const { held } of both) expect((await held.use()).isOurs).toBe(false);
    let end = () => {};
    const job = new Promise<void>((resolve) => {
      end = resolve;
    });
    const jobs = both.map(({ held }) => held.during(() => job));
    await owner.close();
    await until(() => both.every(({ changes }) => changes.length > 1));
    // Who finds it gone first serves it; the other attaches, however often it has looked meanwhile.
    await until(() => both.filter(({ changes }) => changes.at(-1) === true).length === 1);
    const now = await Promise.all(both.map(({ held }) => held.use()));
    expect(now.filter(({ isOurs }) => isOurs)).toHaveLength(1);
    expect(now.map(({ hosts }) => hosts)).toEqual([owner.hosts, owner.hosts]);
    end();
    await Promise.all(jobs);
  });

  it('stays away when nobody uses it, and is there again for the next question', async () => {
    const owner = await start();
    const { held, changes } = window();
    await held.during(() => held.use());
    await owner.close();
    await until(() => changes.length > 1);
    expect(changes).toEqual([false, undefined]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(existsSync(ownerFile())).toBe(false);
    expect((await held.use()).isOurs).toBe(true);
    expect(changes).toEqual([false, undefined, true]);
  });

  it('is not started over and over for one job when it ends each time', async () => {
    const { held, changes } = window();
    await held.use();
    await held.during(async () => {
      for (let sandboxes = 1; changes.at(-1) !== undefined; sandboxes++) {
        const { pid } = JSON.parse(readFileSync(ownerFile(), 'utf8'));
        process.kill(pid, 'SIGKILL');
        await until(() => changes.length > sandboxes);
      }
    });
    expect(changes).toEqual([true, true, true, true, true, true, undefined]);
  });

  it('is not looked after any more when it is stopped', async () => {
    const owner = await start();
    const { held, changes } = window();
    await held.use();
    await held.stop();
    await owner.close();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(changes).toEqual([false, undefined]);
    expect(existsSync(ownerFile())).toBe(false);
  });
});
