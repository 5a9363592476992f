import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from '#sandbox';
import { type CliOptions, runCli, settled, testFolder } from '../support/cli.ts';

/** A release from its files to its tags, told by the command line against the sandbox. The tests of one group build on each other. */
interface Place {
  readonly sandbox: RunningSandbox;
  readonly folder: string;
  run(argv: readonly string[], options?: Partial<CliOptions>): ReturnType<typeof runCli>;
  close(): Promise<void>;
}

async function newPlace(): Promise<Place> {
  const sandbox = await startSandbox();
  const { folder, remove } = await testFolder('sample', 'sample-rerelease');
  await writeFile(path.join(folder, 'hosts.json'), JSON.stringify(sandbox.hostsMap));
  return {
    sandbox,
    folder,
    run: (argv, options) => runCli(argv, { directory: folder, ...options }),
    close: async () => {
      await sandbox.close();
      await remove();
    },
  };
}

const hosts = ['--hosts', 'hosts.json'];
const zeebe = '709825985650.dkr.ecr.us-east-1.amazonaws.com/camunda/camunda8/zeebe:8.3.4';

function onlyPlainText(text: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
}

describe('a release', () => {
  let place: Place;
  beforeAll(async () => {
    place = await newPlace();
  });
  afterAll(() => place.close());

  it('is planned: every write, why not, the sum, and where credentials go', async () => {
    const { exitCode, stdout, stderr } = await place.run(['plan', 'sample', ...hosts]);
    await expect(settled(stdout)).toMatchFileSnapshot('../fixtures/cli/plan.txt');
    onlyPlainText(stdout);
    expect(stderr).toBe('');
    expect(exitCode).toBe(1);
  });

  it('is planned as one JSON document', async () => {
    const { exitCode, stdout } = await place.run(['plan', 'sample', ...hosts, '--json']);
    const plan = JSON.parse(stdout);
    expect(plan).toMatchObject({
      schemaVersion: 1,
      job: 'mirror',
      ok: false,
      summary: { total: 7, ignored: 1, prepared: 6, copy: 3, present: 1, equivalent: 1, conflict: 1, failed: 0 },
    });
    expect(plan.items[0]).toMatchObject({ target: zeebe, outcome: 'copy', strippedAttestations: 2 });
    expect(plan.items[0].origins).toMatchObject([
      { file: 'sample/8.3.4_images.txt', line: 3 },
      { file: 'sample/8.3.4_release.json', line: 7 },
    ]);
    expect(exitCode).toBe(1);
  });

  it('is planned as events, the plan last', async () => {
    const { stdout } = await place.run(['plan', 'sample', ...hosts, '--events']);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.every(({ schemaVersion }) => schemaVersion === 1)).toBe(true);
    expect(lines.map(({ type }) => type).slice(0, 2)).toEqual(['phase', 'item-started']);
    expect(lines.filter(({ type }) => type === 'result')).toHaveLength(1);
    expect(lines.at(-1)).toMatchObject({ type: 'result', job: 'mirror', summary: { copy: 3 } });
  });

  it('asks for a confirmation that nobody is there to give, and writes nothing', async () => {
    const { exitCode, stdout, stderr } = await place.run(['mirror', 'sample', ...hosts]);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/error {2}confirmation-required/);
    expect(stderr).toContain('--yes');
    expect(exitCode).toBe(2);
    const json = await place.run(['mirror', 'sample', ...hosts, '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ ok: false, error: { code: 'confirmation-required' } });
    expect(JSON.parse((await place.run(['plan', 'sample', ...hosts, '--json'])).stdout).summary.copy).toBe(3);
  });

  it.each([
    ['mirror', '--log', 'sample/8.3.4_images.txt'],
    ['mirror', '--log', 'sample/marketplace.yaml'],
    ['plan', '-o', 'sample/8.3.4_release.json'],
    ['plan', '-o', 'sample/../sample/marketplace.yaml'],
    ['plan', '-o', 'other.txt'],
  ])('%s does not write with %s over %s', async (command, option, file) => {
    await writeFile(path.join(place.folder, 'other.txt'), 'somebody needs this');
    const before = await readFile(path.join(place.folder, file), 'utf8');
    const yes = command === 'mirror' ? ['--yes'] : [];
    const { exitCode, stderr } = await place.run([command, 'sample', ...hosts, ...yes, option, file]);
    expect(stderr).toMatch(/error {2}usage/);
    expect(exitCode).toBe(2);
    expect(await readFile(path.join(place.folder, file), 'utf8')).toBe(before);
  });

  it('is not begun when the log cannot be written', async () => {
    const { exitCode, stdout, stderr } = await place.run([
      'mirror',
      'sample',
      ...hosts,
      '--yes',
      '--log',
      'no-such-folder/sync-error.log',
    ]);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/error {2}file-not-writable/);
    expect(exitCode).toBe(2);
    expect(JSON.parse((await place.run(['plan', 'sample', ...hosts, '--json'])).stdout).summary.copy).toBe(3);
  });

  it('is saved as a plan, and asked about on a terminal', async () => {
    const saved = await place.run(['plan', 'sample', ...hosts, '-o', 'plan.json']);
    expect(saved.stdout).toContain('The plan is saved in plan.json');
    expect(saved.stdout).toContain('mirror --plan plan.json --config sample/marketplace.yaml --hosts hosts.json');
    const argv = ['mirror', '--plan', 'plan.json', '--config', 'sample/marketplace.yaml', ...hosts];
    const { exitCode, stdout, stderr } = await place.run(argv, { terminal: { columns: 100 }, input: 'n\n' });
    expect(stderr.replace(/\s+/g, ' ')).toContain(
      'Layers were not read. Push 3 final tags to 709825985650.dkr.ecr.us-east-1.amazonaws.com/camunda/camunda8 as account 111122223333? [y/N]',
    );
    expect(stderr).toMatch(/cancelled\S* {2}Nothing was pushed/);
    expect(stdout).toBe('');
    expect(exitCode).toBe(130);
  });

  it('is mirrored, with a log that names what did not go out', async () => {
    const { exitCode, stdout, stderr } = await place.run([
      'mirror',
      '--plan',
      'plan.json',
      '--config',
      'sample',
      ...hosts,
      '--yes',
      '--log',
      'sync-error.log',
    ]);
    await expect(settled(stdout).replace(/\(\d.*? MB.*?\)/, '(BYTES)')).toMatchFileSnapshot(
      '../fixtures/cli/mirror.txt',
    );
    onlyPlainText(stdout);
    expect(stderr.split('\n').filter((line) => line.startsWith('  copied'))).toHaveLength(3);
    expect(exitCode).toBe(1);
    const log = await readFile(path.join(place.folder, 'sync-error.log'), 'utf8');
    expect(log).toMatch(/^ERROR: \S+identity:8\.3\.4: The tag holds sha256:.*\n$/);
  });

  it('has nothing left to do then', async () => {
    const { exitCode, stdout } = await place.run(['mirror', 'sample', ...hosts, '--yes', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      job: 'mirror',
      ok: false,
      summary: { copied: 0, present: 4, equivalent: 1, conflict: 1, bytes: 0 },
    });
    expect(exitCode).toBe(1);
  });

  it('goes out under a new tag where the old one is taken', async () => {
    const again = await place.run(['mirror', 'sample-rerelease', ...hosts, '--yes', '--events']);
    const events = again.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.filter(({ type }) => type === 'blob').every(({ bytes, size }) => bytes <= size)).toBe(true);
    expect(events.at(-1)).toMatchObject({ type: 'result', ok: true, summary: { copied: 1 } });
    expect(again.exitCode).toBe(0);
  });

  it('refuses the saved plan once the world has moved', async () => {
    await place.sandbox.control.target.setTag('camunda/camunda8/tasklist', '8.3.4', '8.3.4');
    await place.sandbox.control.target.setTag('camunda/camunda8/optimize', '8.3.4', '8.3.4');
    await place.sandbox.control.target.setTag('camunda/camunda8/zeebe', '8.3.4', '8.3.3');
    const { exitCode, stdout, stderr } = await place.run([
      'mirror',
      '--plan',
      'plan.json',
      '--config',
      'sample',
      ...hosts,
      '--yes',
      '--json',
    ]);
    const { error } = JSON.parse(stdout);
    expect(error).toMatchObject({ code: 'plan-stale', details: [expect.stringContaining(`target ${zeebe}`)] });
    expect(stderr).toMatch(/error {2}plan-stale/);
    expect(exitCode).toBe(1);
  });

  it('is listed', async () => {
    const tags = await place.run([
      'list',
      'tags',
      'camunda/camunda8/identity',
      '--config',
      'sample',
      ...hosts,
      '--json',
    ]);
    const list = JSON.parse(tags.stdout);
    expect(list).toMatchObject({ schemaVersion: 1, ok: true, list: 'tags', repository: 'camunda/camunda8/identity' });
    expect(list.tags.map(({ tag }: { tag: string }) => tag)).toEqual(['8.3.4-1', '8.3.4', '8.3.3']);
    const text = await place.run(['list', 'tags', 'identity', '--config', 'sample', ...hosts]);
    expect(text.stdout).toMatch(/8\.3\.4 {4}sha256:fbbd…9cb1 {2}2024-01-11 13:06 {2}1\.8 MB/);
    const repositories = await place.run(['list', 'repositories', '--config', 'sample', ...hosts]);
    await expect(repositories.stdout).toMatchFileSnapshot('../fixtures/cli/list-repositories.txt');
    const missing = await place.run(['list', 'tags', 'nope', '--config', 'sample', ...hosts]);
    expect(missing.stderr).toMatch(/error {2}repository-missing/);
    expect(missing.exitCode).toBe(1);
  });
});

describe('trouble', () => {
  let place: Place;
  beforeAll(async () => {
    place = await newPlace();
  });
  afterAll(() => place.close());

  /** A folder with a release of its own. */
  async function release(name: string, settings: string, images: Record<string, string>): Promise<string> {
    const folder = path.join(place.folder, name);
    await mkdir(folder);
    await writeFile(path.join(folder, 'marketplace.yaml'), settings);
    const entries = Object.entries(images).map(([dest, source]) => [dest, { source, dest }]);
    await writeFile(
      path.join(folder, 'release.json'),
      JSON.stringify({ metadata: { images: Object.fromEntries(entries) } }),
    );
    return name;
  }

  const target =
    'version: 1\ntarget:\n  registry: 709825985650.dkr.ecr.us-east-1.amazonaws.com\n  prefix: camunda/camunda8\n';
  const digest = `@sha256:${'0'.repeat(64)}`;

  it('in files is shown where it is, and stops everything with status 2', async () => {
    await writeFile(
      path.join(place.folder, 'sample', '8.3.4_images.txt'),
      'zeebe:8.3.4\nzebe:8.3.4\n\u001b[31mred:1\n',
    );
    const plan = await place.run(['plan', 'sample', ...hosts, '--json']);
    const { error } = JSON.parse(plan.stdout);
    expect(error).toMatchObject({
      code: 'input-invalid',
      problems: [{ line: 2 }, { line: 3, rule: expect.any(String) }],
    });
    expect(plan.exitCode).toBe(2);
    const check = await place.run(['check', 'sample']);
    expect(settled(check.stdout)).toMatchInlineSnapshot(`
      "sample/8.3.4_images.txt:2:1 error image-not-in-release "zebe:8.3.4" is not in the release that this list belongs to.
        The release has zeebe:8.3.4.
      sample/8.3.4_images.txt:3:1 error destination-invalid The destination "\\u{1b}[31mred:1" is not of the form path:tag: "\\u{1b}[31mred" is not a repository name (lower-case letters and digits, joined by . _ __ or -).
      2 errors in 3 files
      "
    `);
    onlyPlainText(check.stdout.replaceAll(/.{101,}/g, ''));
    expect(check.exitCode).toBe(1);
    const sarif = JSON.parse((await place.run(['check', 'sample', '--format', 'sarif'])).stdout);
    expect(sarif.runs[0].results).toHaveLength(2);
    expect((await place.run(['check', 'sample', '--format', 'github'])).stdout).toMatch(
      /^::error file=sample\/8\.3\.4_images/,
    );
    expect(JSON.parse((await place.run(['check', 'sample', '--json'])).stdout)).toMatchObject({ ok: false });
    const missing = await place.run(['check', 'nope', '--format', 'json']);
    expect(JSON.parse(missing.stdout)).toMatchObject({ ok: false, error: { code: 'file-not-found' } });
    expect(missing.exitCode).toBe(2);
  });

  it('with a login names where the password came from', async () => {
    const name = await release(
      'login',
      `${target}registries:\n  registry.camunda.cloud: { username: me, password: { env: WRONG } }\n`,
      {
        'optimize:8.3.5': `registry.camunda.cloud/camunda/optimize:8.3.4${digest}`,
      },
    );
    const map = structuredClone(place.sandbox.hostsMap);
    const vendor = map.hosts['registry.camunda.cloud'];
    const open = {
      ...map,
      sandbox: false,
      hosts: { ...map.hosts, 'registry.camunda.cloud': { origin: vendor?.origin } },
    };
    await writeFile(path.join(place.folder, 'open.json'), JSON.stringify(open));
    const argv = ['plan', name, '--hosts', 'open.json'];
    const wrong = await place.run(argv, { environment: { WRONG: 'not-the-password' } });
    expect(wrong.stdout).toMatch(/failed +optimize:8\.3\.5 +login-refused/);
    expect(wrong.stdout).toContain('variable WRONG');
    expect(wrong.stdout + wrong.stderr).not.toContain('not-the-password');
    expect(wrong.exitCode).toBe(1);
    expect((await place.run(argv)).stdout).toMatch(/The variable WRONG[\s\S]*is not set/);
  });

  it('with the network fails the image, and says who cannot be reached', async () => {
    const name = await release('network', target, { 'zeebe:9': `127.0.0.1:1/zeebe:9${digest}` });
    const { exitCode, stdout } = await place.run(['plan', name, ...hosts]);
    expect(stdout).toMatch(/failed +zeebe:9 +unreachable\n +127\.0\.0\.1:1 cannot be reached/);
    expect(exitCode).toBe(1);
  });

  it('with the account is known before anything is asked', async () => {
    const name = await release('account', `${target}  account: "999999999999"\n`, {
      'zeebe:9': `docker.io/camunda/zeebe:8.3.4${digest}`,
    });
    const { exitCode, stderr } = await place.run(['plan', name, ...hosts]);
    expect(stderr).toMatch(/error {2}account-mismatch/);
    expect(exitCode).toBe(1);
  });

  it('of a half-used sandbox is refused', async () => {
    const { aws, ...map } = structuredClone(place.sandbox.hostsMap);
    const { '709825985650.dkr.ecr.us-east-1.amazonaws.com': _, ...others } = map.hosts;
    await writeFile(path.join(place.folder, 'half.json'), JSON.stringify({ ...map, hosts: others, aws }));
    const half = await place.run(['mirror', 'sample-rerelease', '--hosts', 'half.json', '--yes']);
    expect(half.stderr).toMatch(/error {2}sandbox-guard/);
    expect(half.exitCode).toBe(2);
    await writeFile(path.join(place.folder, 'half.json'), JSON.stringify(map));
    const bare = await place.run(['mirror', 'sample-rerelease', '--hosts', 'half.json', '--yes']);
    expect(bare.stderr).toContain('has no AWS credentials');
    expect(bare.exitCode).toBe(2);
    const none = await place.run(['plan', 'sample', '--hosts', 'sample/marketplace.yaml']);
    expect(none.stderr).toContain('is no hosts map');
  });

  it('saves its plan to a pipe, and tells a device that takes none', async () => {
    const pipe = path.join(place.folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const [sent, saved] = await Promise.all([
      readFile(pipe, 'utf8'),
      place.run(['plan', 'sample-rerelease', ...hosts, '-o', 'pipe', '--json']),
    ]);
    expect(JSON.parse(sent)).toEqual(JSON.parse(saved.stdout));
    const { exitCode, stderr } = await place.run(['plan', 'sample-rerelease', ...hosts, '-o', '/dev/full']);
    expect(stderr).toMatch(/error {2}file-not-writable/);
    expect(exitCode).toBe(2);
  });

  it('of a plan that was changed by hand is refused', async () => {
    await place.run(['plan', 'sample-rerelease', ...hosts, '-o', 'plan.json']);
    const file = path.join(place.folder, 'plan.json');
    await writeFile(file, (await readFile(file, 'utf8')).replace('"copy"', '"present"'));
    const { exitCode, stderr } = await place.run(['mirror', '--plan', 'plan.json', ...hosts, '--yes']);
    expect(stderr).toMatch(/error {2}plan-unreadable/);
    expect(exitCode).toBe(2);
  });

  it('of no settings shows what to write', async () => {
    const { exitCode, stderr } = await place.run(['plan', ...hosts]);
    expect(stderr).toMatchInlineSnapshot(`
      "error  settings-missing  There is no marketplace.yaml in this folder or in a folder above it
               version: 1
               target:
                 registry: 709825985650.dkr.ecr.us-east-1.amazonaws.com
                 prefix: <seller>/<product>
             Write a marketplace.yaml beside the release files, with at least the lines above.
      "
    `);
    expect(exitCode).toBe(2);
  });
});
