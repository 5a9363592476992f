import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from '#sandbox';
import { type CliOptions, runCli, settled, testFolder } from '../support/cli.ts';
import { sampleChart } from '../support/sample-chart.ts';

const repository = 'camunda/camunda8/shop';
const settings = `version: 1
target: { registry: 709825985650.dkr.ecr.us-east-1.amazonaws.com, prefix: camunda/camunda8 }
files: { unpaired: sources }
names:
  - { from: "docker.io/camunda/*", to: "*" }
charts:
  shop:
    source: { path: chart }
    inject:
      - first-user-password: { secret: first-user }
`;
/** Images that the sandbox has upstream. */
const values = `# Where the images come from.
web:
  image:
    registry: docker.io
    repository: camunda/tasklist # the front
    tag: ""
  replicas: 2
metrics:
  enabled: false
  image:
    registry: docker.io
    repository: camunda/zeebe
    tag: 8.3.4
`;

/** The chart of a release folder, at a terminal and without one; the tests build on each other. */
describe('a chart', () => {
  let sandbox: RunningSandbox;
  let folder: string;
  let remove: () => Promise<void>;
  beforeAll(async () => {
    sandbox = await startSandbox();
    await sandbox.control.target.addRepository(repository);
    ({ folder, remove } = await testFolder());
    await mkdir(path.join(folder, 'chart', 'templates'), { recursive: true });
    const files = { ...sampleChart, 'values.yaml': values };
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, 'chart', name), text);
    await writeFile(path.join(folder, 'hosts.json'), JSON.stringify(sandbox.hostsMap));
    await writeFile(path.join(folder, 'marketplace.yaml'), settings);
  });
  afterAll(async () => {
    await sandbox.close();
    await remove();
  });
  const run = (argv: readonly string[], options: Partial<CliOptions> = {}) =>
    runCli(['chart', ...argv, '--hosts', 'hosts.json'], { directory: folder, ...options });
  const terminal = { columns: 100 };

  it('has its images listed, and what the target has of them, and the list shown as it changes', async () => {
    await writeFile(path.join(folder, 'images.txt'), '# ours\ndocker.io/camunda/zeebe:8.3.3\n');
    const { exitCode, stdout } = await run(['images', 'shop', '-o', 'images.txt']);
    expect(exitCode).toBe(0);
    await expect(settled(stdout)).toMatchFileSnapshot('../fixtures/cli/chart-images.txt');
    expect(await readFile(path.join(folder, 'images.txt'), 'utf8')).toBe(
      '# ours\ndocker.io/camunda/zeebe:8.3.4\ndocker.io/camunda/tasklist:8.3.4\n',
    );
    expect((await run(['images', 'chart', '-o', 'images.txt'])).stdout).toContain(
      'images.txt has all of them already.',
    );
  });

  it('is not told to have its images in a list that was not written', async () => {
    await mkdir(path.join(folder, 'late', 'templates'), { recursive: true });
    const files = { ...sampleChart, 'values.yaml': values.replace('tag: 8.3.4', 'tag: latest') };
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, 'late', name), text);
    const { exitCode, stdout, stderr } = await run(['images', 'late', '-o', 'late.txt']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('To be written: late.txt');
    expect(stdout).not.toContain('Written to');
    expect(stderr).toContain('late.txt was not written');
    expect(await readdir(folder)).not.toContain('late.txt');
  });

  it('is shown as it would change, and nothing is written', async () => {
    const before = await readdir(folder);
    const { exitCode, stdout } = await run(['inject', 'shop']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('-    registry: docker.io\n');
    expect(stdout).toContain('+    repository: camunda/camunda8/tasklist # the front\n');
    expect(stdout).toContain('Held against the rules by its files alone (no helm program was found)');
    expect(stdout).toContain('Nothing has been written. Write it with -o FILE.tgz, push it with --push.');
    expect(await readdir(folder)).toEqual(before);
  });

  it('is not written over what the call reads', async () => {
    const over = await run(['inject', 'shop', '-o', 'marketplace.yaml']);
    expect([over.exitCode, over.stderr]).toEqual([2, expect.stringContaining('would write over marketplace.yaml')]);
    const images = await run(['images', 'shop', '-o', 'chart']);
    expect(images.exitCode).toBe(2);
  });

  it('is pushed once somebody has said yes, with colours for who sees them', async () => {
    const push = ['inject', 'shop', '-o', 'shop.tgz', '--push'];
    const early = await run([...push, '--yes']);
    expect([early.exitCode, early.stdout]).toEqual([1, expect.stringContaining('not-released (AWS: IMAGE_NOT_FOUND)')]);
    const mirrored = await runCli(['mirror', '--yes', '--hosts', 'hosts.json'], { directory: folder });
    expect(mirrored.exitCode).toBe(0);
    const no = await run(push, { terminal, input: 'n\n' });
    expect(no.exitCode).toBe(130);
    expect(no.stderr.replace(/\s+/g, ' ')).toContain(
      'Write shop.tgz, and push shop 1.2.0 with a final tag to 709825985650.dkr.ecr.us-east-1.amazonaws.com/camunda/camunda8 as account 111122223333? [y/N]',
    );
    expect(no.stderr).toContain(`${String.fromCharCode(27)}[`);
    expect(await readdir(folder)).not.toContain('shop.tgz');
    const yes = await run(push, { terminal, input: 'y\n' });
    expect(yes.exitCode).toBe(0);
    expect(yes.stdout).toContain('Exit status 0: all is done');
    const again = await run([...push, '--yes']);
    expect([again.exitCode, again.stdout]).toEqual([0, expect.stringContaining('all of it was there already')]);
  });

  it('with another content under the same version is a conflict', async () => {
    await writeFile(path.join(folder, 'chart', 'values.yaml'), values.replace('replicas: 2', 'replicas: 3'));
    const { exitCode, stdout } = await run(['inject', 'shop', '--push', '--yes']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('tag-taken');
    expect(stdout).toContain('another version (publish.version in the settings)');
    const next = await run(['inject', 'shop', '--push', '--yes', '--chart-version', '1.2.1', '--json']);
    expect(JSON.parse(next.stdout)).toMatchObject({ push: { outcome: 'pushed' }, chart: { version: '1.2.1' } });
  });
});
