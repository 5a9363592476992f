import { describe, expect, it } from 'vitest';
import { type Code, codes, exitCodeOf, exitCodeOfResult } from '#problem';
import { commands } from '../../../src/cli/commands.ts';
import { parseArguments } from '../../../src/cli/parse-arguments.ts';
import { runCli } from '../../support/cli.ts';

const directory = '/';

describe('the command line', () => {
  it('takes options anywhere, and everything after -- as a name', () => {
    const { command, names, options } = parseArguments(
      ['--config', 'a.yaml', 'plan', 'x.txt', '-o=p.json', '--json', '--', '--not-an-option'],
      commands,
    );
    expect(command?.name).toBe('plan');
    expect(names).toEqual(['x.txt', '--not-an-option']);
    expect(options.text({ name: 'config', value: 'FILE', means: '' })).toBe('a.yaml');
    expect(options.has({ name: 'json', means: '' })).toBe(true);
  });

  it.each([
    [['pln'], /There is no command "pln"[\s\S]*Perhaps plan is meant/],
    [['frobnicate'], /The commands are: doctor, check, plan/],
    [['plan', '--jsn'], /plan has no option "--jsn"[\s\S]*Perhaps --json is meant/],
    [['check', '--yes'], /check has no option "--yes"[\s\S]*check -h lists/],
    [['plan', '--config'], /--config wants a value/],
    [['plan', '--config', '--no-color'], /--config wants a value/],
    [['plan', '--json=yes'], /--json takes no value/],
    [['mirror', '--concurrency', '0'], /--concurrency is a number from 1 to 128/],
    [['mirror', '--shard', '5/4'], /such as 2\/4/],
    [['plan', '--shard', '0/4'], /such as 2\/4/],
    [['list', 'tags', 'x', '--shard', '1/2'], /list has no option "--shard"/],
    [['mirror', '--plan', 'p.json', '--referrers'], /--plan takes no --referrers/],
    [['report', 'merge'], /report merge wants the reports to merge/],
    [['report', 'x.json'], /report merge wants the reports to merge/],
    [['report', 'merge', 'no-such-file.json'], /no-such-file\.json does not exist/],
    [['list', 'listings'], /list takes repositories, licenses, grants, or tags/],
    [['list', 'tags'], /list tags wants one repository/],
    [['list', '--format', 'sarif'], /list has no option "--format"/],
    [['mirror', '--format', 'json'], /mirror has no option "--format"/],
    [['check', '--format', 'xml'], /There is no format xml/],
    [['chart'], /chart takes images or inject, and a chart/],
    [['chart', 'images'], /chart images wants one chart/],
    [['chart', 'images', 'x', '--push'], /chart images takes no --push/],
    [['chart', 'images', 'x', '--version'], /--version wants a value/],
    [['chart', 'inject', 'x', '--push'], /confirmation-required/],
    [['sandbox', '--port', 'x'], /--port is a number/],
    [['mirror', '--plan', 'p.json', 'x_images.txt'], /--plan takes neither files nor --target/],
    [['plan', '--sandbox', '--hosts', 'h'], /--sandbox and --hosts exclude each other/],
    [['plan', '--endpoint-url', 'localhost'], /is not a URL/],
    [[`${String.fromCharCode(27)}[2Jx`], /There is no command "\\u\{1b\}\[2Jx"/],
  ])('refuses %j with status 2', async (argv, message) => {
    const { exitCode, stdout, stderr } = await runCli(argv, { directory });
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
    expect(exitCode).toBe(2);
  });

  it('answers a wrong call in JSON when JSON was asked for', async () => {
    const { exitCode, stdout } = await runCli(['plan', '--json', '--nope'], { directory });
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, ok: false, error: { code: 'usage' } });
    expect(exitCode).toBe(2);
  });
});

describe('the help', () => {
  it('is that of the program', async () => {
    const { exitCode, stdout, stderr } = await runCli(['-h'], { directory });
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    await expect(stdout).toMatchFileSnapshot('../../fixtures/cli/help.txt');
    expect((await runCli([], { directory })).stderr).toBe(stdout);
    expect((await runCli([], { directory })).exitCode).toBe(2);
  });

  it.each(commands.map(({ name }) => name))('is that of %s', async (name) => {
    const { stdout } = await runCli([name, '-h'], { directory });
    await expect(stdout).toMatchFileSnapshot(`../../fixtures/cli/help-${name}.txt`);
    expect((await runCli(['help', name], { directory })).stdout).toBe(stdout);
    expect(stdout).toContain(`\nExamples\n  # `);
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
  });

  it('tells the version', async () => {
    expect((await runCli(['--version'], { directory })).stdout).toBe('1.2.3\n');
  });
});

describe('the exit status', () => {
  it('is 2 for what was asked wrongly, 130 for a cancel, 1 for trouble on the way', () => {
    const by = (status: number) => (Object.keys(codes) as Code[]).filter((code) => exitCodeOf(code) === status);
    expect(by(2)).toEqual([
      'usage',
      'confirmation-required',
      'file-not-found',
      'file-not-readable',
      'file-not-writable',
      'input-invalid',
      'settings-missing',
      'target-choice',
      'target-single',
      'workspace-untrusted',
      'not-utf8',
      'text-too-large',
      'text-too-deep',
      'text-syntax',
      'proxy-invalid',
      'chart-malformed',
      'chart-archive-unsafe',
      'chart-link-outside',
      'chart-too-large',
      'chart-file-missing',
      'chart-metadata-invalid',
      'plan-unreadable',
      'sandbox-guard',
    ]);
    expect(by(130)).toEqual(['cancelled']);
    expect(by(1)).toEqual(expect.arrayContaining(['plan-stale', 'account-mismatch', 'login-refused', 'unreachable']));
  });

  it('is that of a job', () => {
    expect(exitCodeOfResult({ ok: true })).toBe(0);
    expect(exitCodeOfResult({ ok: false })).toBe(1);
    expect(exitCodeOfResult({ ok: false, cancelled: true })).toBe(130);
  });
});
