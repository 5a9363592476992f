import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from '#sandbox';
import { type CliOptions, runCli, testFolder } from '../../support/cli.ts';

const settings = `version: 1
targets:
  handover:
    registry: oci:out/handover
    prefix: c8
  inside:
    registry: oci:out/inside
    platforms: [linux/amd64]
  marketplace:
    registry: 709825985650.dkr.ecr.us-east-1.amazonaws.com
    prefix: camunda/camunda8
names:
  - { from: docker.io/camunda/connectors-bundle, to: connectors }
`;

/** A release that goes from its sources to a folder, and from there on; the tests build on each other. */
describe('a release that is promoted', () => {
  let sandbox: RunningSandbox;
  let folder: string;
  let remove: () => Promise<void>;
  beforeAll(async () => {
    sandbox = await startSandbox();
    ({ folder, remove } = await testFolder('sample'));
    const layouts = path.join(folder, 'layouts');
    await writeFile(path.join(folder, 'hosts.json'), JSON.stringify({ ...sandbox.hostsMap, layouts }));
    await writeFile(path.join(folder, 'sample', 'marketplace.yaml'), settings);
  });
  afterAll(async () => {
    await sandbox.close();
    await remove();
  });
  const run = (argv: readonly string[], options: Partial<CliOptions> = {}) =>
    runCli([...argv, '--config', 'sample', '--hosts', 'hosts.json'], { directory: folder, ...options });
  /** The folder that the sandbox has for a target's. */
  const played = async (name: string) => {
    const names = await readdir(path.join(folder, 'layouts'));
    return path.join(folder, 'layouts', names.find((one) => one.startsWith(`${name}-`)) ?? 'nothing');
  };
  const outcomes = (text: string) =>
    Object.fromEntries(
      JSON.parse(text)
        .items.filter(({ outcome }: { outcome: string }) => outcome !== 'ignored')
        .map(({ target, code, outcome }: Record<string, string>) => [
          target?.slice(target.lastIndexOf('/') + 1),
          code ?? outcome,
        ]),
    );

  it('goes to a folder first, which the run makes', async () => {
    const nothing = await run(['promote', 'handover', 'marketplace', '-o', 'plan.json']);
    expect(nothing.stdout).toContain('layout-unusable');
    expect(nothing.exitCode).toBe(1);
    const { exitCode, stdout } = await run(['mirror', '--target', 'handover', '--yes', '--json']);
    expect(new Set(Object.values(outcomes(stdout)))).toEqual(new Set(['copied']));
    expect(exitCode).toBe(0);
    const index = JSON.parse(await readFile(path.join(await played('handover'), 'index.json'), 'utf8'));
    const names = index.manifests.map((one: { annotations: Record<string, string> }) => Object.values(one.annotations));
    expect(names.flat()).toContain('c8/connectors:8.3.4');
  });

  it('never goes to the folder that is handed over, in a rehearsal', async () => {
    expect(await readdir(path.join(folder, 'sample'))).not.toContain('out');
    const plan = await run(['plan', '--target', 'handover']);
    expect(plan.stdout.replaceAll(/\s+/g, ' ')).toContain(
      `A rehearsal: images go to a folder of the sandbox (oci:${await played('handover')}), nothing real is written.`,
    );
    await writeFile(path.join(folder, 'memory.json'), JSON.stringify(sandbox.hostsMap));
    const argv = ['mirror', '--target', 'handover', '--yes', '--config', 'sample', '--hosts', 'memory.json'];
    const { stderr, exitCode } = await runCli(argv, { directory: folder });
    expect(stderr).toContain('A sandbox is in play, but the images would go to the real folder');
    expect(exitCode).toBe(2);
    expect(await readdir(path.join(folder, 'sample'))).not.toContain('out');
  });

  it('is planned from there, by the rules of the target that gets it', async () => {
    const { exitCode, stdout, stderr } = await run(['promote', 'handover', 'marketplace', '-o', 'plan.json']);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^Plan for target marketplace, promoted from handover/);
    expect(stdout).toContain('← handover.layout/c8/zeebe:8.3.4');
    expect(stdout).toContain('2 attestation entries stripped');
    expect(exitCode).toBe(1);
    const plan = JSON.parse(await readFile(path.join(folder, 'plan.json'), 'utf8'));
    expect(plan.promotedFrom).toMatchObject({ name: 'handover', layout: path.join(folder, 'sample/out/handover') });
    expect(plan.endpoints.map(({ origin }: { origin: string }) => origin)).toContain(`oci:${await played('handover')}`);
    const zeebe = plan.items.find(({ target }: { target: string }) => target.endsWith('zeebe:8.3.4'));
    expect(zeebe).toMatchObject({ source: 'handover.layout/c8/zeebe:8.3.4', outcome: 'copy' });
    expect(zeebe.origins[0]).toMatchObject({ file: 'sample/8.3.4_images.txt' });
    expect(zeebe.targetDigest).not.toBe(zeebe.sourceDigest);
  });

  it('takes the files that are named', async () => {
    await writeFile(path.join(folder, 'sample', '8.3.4_few_images.txt'), 'zeebe:8.3.4\n');
    const few = await run([
      'promote',
      'handover',
      'marketplace',
      'sample/8.3.4_few_images.txt',
      '-o',
      'few.json',
      '--json',
    ]);
    expect(Object.keys(outcomes(few.stdout))).toEqual(['zeebe:8.3.4']);
    await rm(path.join(folder, 'sample', '8.3.4_few_images.txt'));
  });

  it('asks, like a mirror', async () => {
    const refused = await run(['promote', 'handover', 'marketplace']);
    expect(refused.stderr).toContain('promote asks before it pushes');
    expect(refused.exitCode).toBe(2);
    const asked = await run(['promote', 'handover', 'marketplace'], { terminal: { columns: 100 }, input: 'n\n' });
    expect(asked.stderr).toMatch(/Push 3 final tags to 709825985650/);
    expect(asked.exitCode).toBe(130);
  });

  it('runs a saved plan, and then has nothing left to do but what is taken', async () => {
    const ran = await run(['mirror', '--plan', 'plan.json', '--yes', '--json']);
    const expected = { 'zeebe:8.3.4': 'copied', 'operate:8.3.4': 'copied', 'tasklist:8.3.4': 'present' };
    expect(outcomes(ran.stdout)).toMatchObject({ ...expected, 'identity:8.3.4': 'tag-taken' });
    const again = await run(['promote', 'handover', 'marketplace', '--yes', '--json']);
    expect(outcomes(again.stdout)).toMatchObject({ 'zeebe:8.3.4': 'present', 'identity:8.3.4': 'tag-taken' });
  });

  it('goes under a new tag where the old one is taken, and is found there again', async () => {
    const promote = ['promote', 'handover', 'marketplace', '--new-tags', '--yes', '--json'];
    const first = await run(promote);
    expect(outcomes(first.stdout)).toMatchObject({ 'identity:8.3.4-1': 'copied' });
    expect(first.exitCode).toBe(0);
    expect(outcomes((await run(promote)).stdout)).toMatchObject({ 'identity:8.3.4-1': 'present' });
  });

  it('goes from folder to folder, filtered, without anyone else', async () => {
    await cp(await played('handover'), path.join(folder, 'sample/out/handover'), { recursive: true });
    const { exitCode, stdout } = await runCli(
      ['promote', 'handover', 'inside', '--config', 'sample', '--yes', '--json'],
      { directory: folder },
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).items[0]).toMatchObject({ outcome: 'copied', platforms: ['linux/amd64'] });
  });

  it('says of an image that is not there what to do first', async () => {
    const file = path.join(await played('handover'), 'index.json');
    const index = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...index, manifests: index.manifests.slice(1) }));
    const { stdout, exitCode } = await run(['promote', 'handover', 'marketplace', '--yes', '--json']);
    const missing = JSON.parse(stdout).items.filter(({ outcome }: { outcome: string }) => outcome === 'failed');
    expect(missing).toHaveLength(1);
    expect(missing[0]).toMatchObject({
      code: 'content-missing',
      hint: expect.stringContaining('Mirror it to handover'),
    });
    expect(exitCode).toBe(1);
  });

  it.each([
    [['promote'], 'promote wants two targets'],
    [['promote', 'handover'], 'promote wants two targets'],
    [['promote', 'handover', 'handover', '--yes'], 'handover and handover are the same place'],
    [['promote', 'nope', 'inside', '--yes'], 'The settings have no target "nope"'],
    [['promote', 'handover', 'inside', '--target', 'inside', '--yes'], 'takes no --target'],
    [['promote', 'handover', 'inside', '--plan', 'plan.json', '--yes'], 'has no option'],
    [['mirror', '--plan', 'plan.json', '--new-tags', '--yes'], 'takes no --new-tags'],
    [['mirror', '--plan', 'plan.json', '--depth', 'layers', '--yes'], 'takes no --depth'],
    [['mirror', '--depth', 'deep', '--yes'], 'There is no depth deep'],
    [['plan', '--depth', ''], 'depth'],
  ])('is refused when it is not understood: %j', async (argv, words) => {
    const { stderr, exitCode } = await run(argv);
    expect(stderr).toContain(words);
    expect(exitCode).toBe(2);
  });
});
