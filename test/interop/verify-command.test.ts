import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from '#sandbox';
import { runCli, testFolder } from '../support/cli.ts';

/** A target before and after its release; the tests build on each other. */
describe('verify', () => {
  let sandbox: RunningSandbox;
  let folder: string;
  let remove: () => Promise<void>;
  beforeAll(async () => {
    sandbox = await startSandbox();
    ({ folder, remove } = await testFolder('sample'));
    await writeFile(path.join(folder, 'hosts.json'), JSON.stringify(sandbox.hostsMap));
  });
  afterAll(async () => {
    await sandbox.close();
    await remove();
  });
  const run = (...argv: string[]) =>
    runCli([...argv, '--config', 'sample', '--hosts', 'hosts.json'], { directory: folder });

  it('finds before the release what is missing, on the lines that ask for it', async () => {
    const { exitCode, stdout, stderr } = await run('verify', '--log', 'verify.log');
    expect(stderr).toBe('');
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^Verified {2}709825985650\.dkr\.ecr\.us-east-1\.amazonaws\.com\/camunda\/camunda8/);
    expect(stdout).toContain('A rehearsal: the registry is on this machine');
    expect(stdout).toMatch(/missing +zeebe:8\.3\.4 +not-released/);
    expect(await readFile(path.join(folder, 'verify.log'), 'utf8')).toMatch(
      /^ERROR: .*zeebe:8\.3\.4: The tag is not at the target$/m,
    );
  });

  it('prints problems for code scanning and for annotations, and the text beside them', async () => {
    const sarif = await run('verify', '--format', 'sarif');
    expect(sarif.exitCode).toBe(1);
    const [{ results }] = JSON.parse(sarif.stdout).runs;
    const missing = results.filter(({ ruleId }: { ruleId: string }) => ruleId === 'not-released');
    expect(missing.length).toBeGreaterThan(0);
    expect(missing[0].locations[0].physicalLocation).toMatchObject({
      artifactLocation: { uri: expect.stringMatching(/^sample\/.*_images\.txt$/) },
    });
    expect(sarif.stderr).toContain('Exit status 1: ');
    const github = await run('verify', '--format', 'github');
    expect(github.stdout).toMatch(/^::error file=sample\/\S+_images\.txt,line=\d+,.*title=not-released::/m);
    expect(github.stdout.split('\n').every((line) => line === '' || line.startsWith('::'))).toBe(true);
  });

  it('has its plan printed the same way', async () => {
    const sarif = await run('plan', '--format', 'sarif');
    expect(JSON.parse(sarif.stdout).runs[0].results.length).toBeGreaterThan(0);
    expect(sarif.stderr).toContain('Nothing has been written.');
    const { stdout, exitCode } = await run('plan', '--format', 'github');
    expect(stdout).toMatch(/^::error file=sample\/\S+_images\.txt,line=\d+,.*title=tag-taken::/m);
    expect(exitCode).toBe(sarif.exitCode);
    expect(JSON.parse((await run('plan', '--format', 'json')).stdout)).toMatchObject({ job: 'mirror' });
  });

  it('finds after the release what was released there', async () => {
    await run('mirror', '--yes');
    const { exitCode, stdout } = await run('verify', '--json');
    const report = JSON.parse(stdout);
    const outcomes = report.items.map(({ target, code, outcome }: Record<string, string>) => [
      target?.slice(target.lastIndexOf('/') + 1),
      code ?? outcome,
    ]);
    expect(report).toMatchObject({ schemaVersion: 1, job: 'verify', depth: 'manifests' });
    expect(Object.fromEntries(outcomes)).toMatchObject({ 'zeebe:8.3.4': 'present' });
    expect(outcomes.map(([, code]: string[]) => code)).not.toContain('not-released');
    // The sample has a tag that somebody took before.
    expect(report.summary.conflict).toBe(1);
    expect(exitCode).toBe(1);
    expect((await run('verify', 'sample/8.3.4_images.txt')).stdout).toContain('1 conflict');
  });

  it("tells AWS's own assessments of the product", async () => {
    const { stdout } = await run('verify');
    expect(stdout).toMatch(/ {2}AWS's own assessments\n {2}passed {5}Camunda 8: ContainerSecurity@1\.0 of 2023-12-04/);
    expect(stdout).not.toContain('assessment-failed');
    const badly = await startSandbox({ switches: { assessments: 'failed' } });
    const denied = await startSandbox({ switches: { assessments: 'denied' } });
    try {
      const at = async (other: RunningSandbox, name: string) => {
        await writeFile(path.join(folder, name), JSON.stringify(other.hostsMap));
        return runCli(['verify', '--config', 'sample', '--hosts', name], { directory: folder });
      };
      const failed = (await at(badly, 'badly.json')).stdout;
      expect(failed).toMatch(/\n {2}failed {5}Camunda 8: /);
      expect(failed.replaceAll(/\s+/g, ' ')).toMatch(
        /NON_ROOT_USER failed: .* \(IMAGE .*zeebe:8\.3\.3, FILE_PATH \/etc\/passwd\)/,
      );
      expect(failed).toContain('warning: assessment-failed');
      expect((await at(denied, 'denied.json')).stdout).toContain(
        "AWS's own assessments were not given: AWS (us-east-1",
      );
    } finally {
      await badly.close();
      await denied.close();
    }
  });

  it('ends with its events before its result', async () => {
    const { stdout } = await run('verify', '--events');
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({ type: 'phase', phase: 'verify' });
    expect(lines.at(-1)).toMatchObject({ type: 'result', job: 'verify' });
  });

  it('can be shared by machines, whose reports are one', async () => {
    for (const index of [1, 2]) {
      const { stdout } = await run('verify', '--shard', `${index}/2`, '--json');
      await writeFile(path.join(folder, `shard-${index}.json`), stdout);
    }
    const { stdout } = await runCli(['report', 'merge', 'shard-*.json', '--json'], { directory: folder });
    const whole = JSON.parse((await run('verify', '--json')).stdout);
    expect(JSON.parse(stdout)).toMatchObject({ job: 'verify', summary: whole.summary, items: whole.items });
  });

  it('looks into layers when it is told to', async () => {
    const { stdout } = await run('verify', '--depth', 'layers', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ job: 'verify', depth: 'layers', summary: { conflict: 1 } });
  });

  it('finds what went under a new tag, and says in the end where a platform is not there', async () => {
    await run('mirror', '--yes', '--new-tags');
    const { exitCode, stdout } = await run('verify', '--new-tags');
    expect(stdout).toContain('Exit status 0: every image is there, but 1 without all its platforms');
    expect(exitCode).toBe(0);
  });

  it.each([
    [['--depth', 'bytes'], /There is no depth bytes/],
    [['--shard', '3/2'], /such as 2\/4/],
    [['--format', 'xml'], /There is no format xml/],
    [['--format', 'sarif', '--json'], /--json and another --format exclude each other/],
    [['--format', 'sarif', '--events'], /--events and --format sarif exclude each other/],
    [['--log', 'sample/8.3.4_images.txt'], /would write over sample\/8\.3\.4_images\.txt/],
    [['--target', 'nowhere'], /nowhere/],
  ])('refuses %j with status 2', async (argv, message) => {
    const { exitCode, stderr } = await run('verify', ...argv);
    expect(stderr.replace(/\s+/g, ' ')).toMatch(message);
    expect(exitCode).toBe(2);
  });
});
