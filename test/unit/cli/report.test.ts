import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli, testFolder } from '../../support/cli.ts';
import { item, reportOf } from '../../support/job-results.ts';

const shard = (index: number) => ({ index, count: 2, images: 2 });
const one = reportOf([item('zeebe:1', 'copied')], { shard: shard(1) });
const two = reportOf([item('operate:1', 'present')], { shard: shard(2) });
const failed = reportOf([item('operate:1', 'failed', { message: 'the source is away' })], { shard: shard(2) });

let folder: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ folder, remove } = await testFolder());
  const files = { '1.json': one, '2.json': two, 'failed.json': failed, 'plan.json': { planId: 'x' } };
  for (const [name, document] of Object.entries(files)) {
    await writeFile(path.join(folder, name), JSON.stringify(document));
  }
  await writeFile(path.join(folder, 'unfinished.log'), 'ERROR: run unfinished\n');
});
afterAll(() => remove());

const merge = (...argv: string[]) => runCli(['report', 'merge', ...argv], { directory: folder });
const logged = () => readFile(path.join(folder, 'all.log'), 'utf8');

describe('report merge', () => {
  it('joins the reports that a pattern stands for: text, and an empty log', async () => {
    const { exitCode, stdout } = await merge('?.json', '--log', 'all.log');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Merged from 2 reports.');
    expect(stdout).toMatch(/copied\s+zeebe:1[\s\S]*present\s+operate:1/);
    expect(stdout).toContain('The error log is all.log.');
    expect(await logged()).toBe('');
  });

  it('prints one JSON document of the same form', async () => {
    const { exitCode, stdout } = await merge('1.json', '2.json', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ job: 'mirror', ok: true, summary: { copied: 1, present: 1 } });
  });

  it('prints problems for code scanning and for annotations', async () => {
    const sarif = await merge('1.json', 'failed.json', '--format', 'sarif');
    expect(JSON.parse(sarif.stdout).runs[0].results).toMatchObject([{ ruleId: 'registry-error' }]);
    expect(sarif.exitCode).toBe(1);
    expect(sarif.stderr).toContain('Merged from 2 reports.');
    const github = await merge('1.json', '--format', 'github');
    expect(github.stdout).toBe('::error::The report of shard 2/2 is missing\n');
  });

  it('logs what a verification did not get to in its own words', async () => {
    const stopped = { code: 'login-expired', message: 'The login ended' } as const;
    const half = reportOf([item('operate:1', 'cancelled', stopped)], { job: 'verify', warnings: [stopped] });
    await writeFile(path.join(folder, 'half.verify'), JSON.stringify(half));
    await merge('half.verify', '--log', 'all.log');
    expect(await logged()).toBe('ERROR: The login ended; 1 image was not verified\n');
  });

  it.each([
    ['an image failed', ['1.json', 'failed.json'], /1 failed/, /^ERROR: .*operate:1: the source is away\n$/],
    ['a shard is missing', ['1.json'], /shard 2\/2 is missing/, /^ERROR: The report of shard 2\/2 is missing\n$/],
    ['a run is unfinished', ['?.json', 'unfinished.log'], /unfinished\.log/, /^ERROR: unfinished\.log: .*\n$/],
  ])('ends with 1 when %s', async (_, names, text, log) => {
    const { exitCode, stdout } = await merge(...names, '--log', 'all.log');
    expect(exitCode).toBe(1);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(text);
    expect(await logged()).toMatch(log);
  });

  it('ends with 1 for what cannot be merged, and the log says why', async () => {
    await writeFile(path.join(folder, 'all.log'), '');
    const double = await merge('1.json', '2.json', 'failed.json', '--log', 'all.log', '--json');
    expect(double.exitCode).toBe(1);
    expect(JSON.parse(double.stdout)).toMatchObject({ ok: false, error: { code: 'report-mismatch' } });
    const other = await merge('1.json', 'plan.json', '--log', 'all.log');
    expect(other.exitCode).toBe(1);
    expect(other.stderr).toContain('plan.json');
    expect(await logged()).toMatch(/^ERROR: plan\.json is no report that can be merged: .*\n$/);
  });

  it('does not write its log over what it reads', async () => {
    const { exitCode, stderr } = await merge('*.json', '--log', '1.json');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('would write over 1.json');
  });
});
