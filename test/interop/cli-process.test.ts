import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtCli } from '../support/built-cli.ts';
import { testFolder } from '../support/cli.ts';
import { type MemoryRegistry, memoryRegistry } from '../support/memory-registry.ts';
import { seed } from '../support/mirror-world.ts';
import { buildImage, noise } from '../support/sample-images.ts';
import { scriptedServer } from '../support/scripted-server.ts';

/** What only a process of its own can show: signals, pipes, children. */
let start: Awaited<ReturnType<typeof builtCli>>;
let place: Awaited<ReturnType<typeof testFolder>>;
beforeAll(async () => {
  place = await testFolder('sample');
  start = await builtCli();
});
afterAll(() => place.remove());

async function run(argv: readonly string[], environment?: NodeJS.ProcessEnv) {
  const program = start(argv, { directory: place.folder, ...(environment ? { environment } : {}) });
  const exitCode = await program.ended();
  return { exitCode, stdout: program.stdout, stderr: program.stderr };
}

describe('a mirror that is interrupted', () => {
  let source: MemoryRegistry;
  let target: MemoryRegistry;
  /** Called when the layer that never ends has been asked for. */
  let reached = (): void => undefined;
  beforeAll(async () => {
    source = await memoryRegistry();
    target = await memoryRegistry();
    const image = buildImage({ layers: [noise('a', 10)], seed: 'a' });
    const stuck = buildImage({ layers: [noise('stuck', 1_000_000)], seed: 'b' });
    seed(source, 'done', '1', image);
    seed(source, 'stuck', '1', stuck);
    source.intercept = ({ method, url }, response) => {
      const blob = [...stuck.blobs].find(([digest, { length }]) => url.endsWith(digest) && length === 1_000_000)?.[1];
      if (method !== 'GET' || !blob) return false;
      reached();
      response.writeHead(200, { 'content-length': blob.length }).write(blob.subarray(0, 500_000));
      return true;
    };
    const hosts = { 'source.example': { origin: source.origin }, 'target.example': { origin: target.origin } };
    await writeFile(path.join(place.folder, 'hosts.json'), JSON.stringify({ schemaVersion: 1, hosts }));
    await writeFile(path.join(place.folder, 'marketplace.yaml'), 'version: 1\ntarget: { registry: target.example }\n');
    const images = {
      a: { source: `source.example/done:1@${image.root}`, dest: 'done:1' },
      b: { source: `source.example/stuck:1@${stuck.root}`, dest: 'stuck:1' },
    };
    await writeFile(path.join(place.folder, 'release.json'), JSON.stringify({ metadata: { images } }));
  });
  afterAll(async () => {
    await Promise.all([source.close(), target.close()]);
  });

  const argv = ['mirror', 'release.json', '--hosts', 'hosts.json', '--yes', '--log', 'run.log'];

  it('reports what is done and what is not, with status 130', async () => {
    const program = start([...argv, '--json'], { directory: place.folder });
    await program.saying(/copied {5}done:1/);
    expect(await readFile(path.join(place.folder, 'run.log'), 'utf8')).toBe('ERROR: run unfinished\n');
    program.child.kill('SIGINT');
    expect(await program.ended()).toBe(130);
    expect(program.stderr).toContain('Cancelling:');
    expect(JSON.parse(program.stdout)).toMatchObject({ cancelled: true, summary: { copied: 1, cancelled: 1 } });
    expect(target.repository('stuck').tags.size).toBe(0);
    expect(await readFile(path.join(place.folder, 'run.log'), 'utf8')).toMatch(
      /^ERROR: target\.example\/stuck:1: .*\n$/,
    );
  });

  it('goes on without a reader of its output', async () => {
    const program = start([...argv, '--events'], { directory: place.folder });
    program.child.stdout?.destroy();
    await new Promise<void>((resolve) => {
      reached = resolve;
    });
    program.child.kill('SIGTERM');
    expect(await program.ended()).toBe(130);
    expect(program.stderr).not.toMatch(/EPIPE|internal/);
  });

  it('stops at once when told twice', async () => {
    const events = start([...argv, '--events'], { directory: place.folder });
    await events.saying(/"type":"blob"/);
    // The target never answers again, so that nothing can be settled.
    target.intercept = () => true;
    events.child.kill('SIGINT');
    await events.saying(/Cancelling/);
    events.child.kill('SIGINT');
    expect(await events.ended()).toBe(130);
    expect(events.stdout).not.toContain('"type":"result"');
  });
});

describe('a doctor that is interrupted', () => {
  it('ends with status 130, and finds nothing', async () => {
    let asked = (): void => undefined;
    const reached = new Promise<void>((resolve) => {
      asked = resolve;
    });
    // Never answers.
    const registry = await scriptedServer(() => asked());
    try {
      await writeFile(path.join(place.folder, 'asked.yaml'), `version: 1\ntarget: { registry: "${registry.host}" }\n`);
      const program = start(['doctor', '--config', 'asked.yaml', '--json'], { directory: place.folder });
      await reached;
      program.child.kill('SIGINT');
      expect(await program.ended()).toBe(130);
      expect(JSON.parse(program.stdout)).toMatchObject({ ok: false, error: { code: 'cancelled' } });
      expect(program.stderr).toContain('Cancelled by Ctrl-C');
    } finally {
      await registry.close();
    }
  });
});

describe('the sandbox', () => {
  it('prints where it is, keeps its map private, and ends with a signal', async () => {
    const sandbox = start(['sandbox', '--json', '--write-hosts', 'sandbox.json'], { directory: place.folder });
    await sandbox.saying(/\n/);
    const ready = JSON.parse(sandbox.stdout);
    expect(ready).toMatchObject({ type: 'ready', schemaVersion: 1, sandbox: true, aws: { account: '111122223333' } });
    const file = path.join(place.folder, 'sandbox.json');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual((({ type: _, ...map }) => map)(ready));
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
    const plan = await run(['plan', 'sample', '--hosts', 'sandbox.json', '--json']);
    expect(JSON.parse(plan.stdout).summary.copy).toBe(3);
    expect(plan.stderr).toBe('');
    sandbox.child.kill('SIGTERM');
    expect(await sandbox.ended()).toBe(0);
    expect(sandbox.stderr).toBe('');
  });

  it('is started for a command, keeps its state, and is gone afterwards', async () => {
    const environment = { XDG_STATE_HOME: path.join(place.folder, 'state') };
    const folder = path.join(place.folder, 'state', 'marketplace-release', 'sandbox');
    const made = await run(['plan', 'sample', '--sandbox', '-o', 'plan.json', '--debug'], environment);
    expect(made.stderr).toContain(`Started a sandbox on ${folder}`);
    expect(made.exitCode).toBe(1);
    expect(existsSync(path.join(folder, 'owner.json'))).toBe(false);
    const argv = ['mirror', '--plan', 'plan.json', '--config', 'sample', '--sandbox', '--yes', '--json'];
    const mirrored = await run(argv, environment);
    expect(JSON.parse(mirrored.stdout)).toMatchObject({ summary: { copied: 3, conflict: 1 } });

    const running = start(['sandbox', '--data', folder], { directory: place.folder, environment });
    await running.saying(/Use it: +marketplace-release plan --sandbox/);
    const again = await run(['sandbox', '--data', folder], environment);
    expect(again.stdout).toContain(`A sandbox is running on ${folder} already`);
    expect(again.exitCode).toBe(0);
    const attached = await run(['plan', 'sample', '--sandbox', '--debug'], environment);
    expect(attached.stderr).toContain(`Found a sandbox running on ${folder}`);
    expect(attached.stdout).toContain('Nothing to copy: 4 present, 1 equivalent, 1 conflict');
    running.child.kill('SIGINT');
    expect(await running.ended()).toBe(0);
  }, 30_000);

  it('does not start where it cannot keep its state', async () => {
    await writeFile(path.join(place.folder, 'taken'), '');
    const refused = await run(['sandbox', '--data', 'taken/below']);
    expect(refused.stderr).toMatch(/^error {2}usage {2}The sandbox did not start/);
    expect(refused.exitCode).toBe(2);
  });
});

it('warns of nothing but its own findings', async () => {
  const { exitCode, stdout, stderr } = await run(['check', 'sample']);
  expect(stdout).toBe('No problems in 3 files\n');
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
});
