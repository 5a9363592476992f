import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runCli, testFolder } from '../../support/cli.ts';

let place: Awaited<ReturnType<typeof testFolder>>;
beforeEach(async () => {
  place = await testFolder();
  const write = (name: string, text: string) => writeFile(path.join(place.folder, name), text);
  await write('marketplace.yaml', 'version: 1\ntarget: { registry: registry.invalid }\nfiles: { forms: "*.form" }\n');
  await write('8.4.1.form', '[8.4.1]\r\nForm: AMI verson\r\nTitle: """\r\nnot closed\r\n');
  await write('other.loadform.txt', 'no form by the settings');
});
afterEach(() => place.remove());

const run = (...words: string[]) => runCli(words, { directory: place.folder });

it('check reads load forms, whose names the settings say, and tells the line of each fault', async () => {
  const { stdout, exitCode } = await run('check');
  expect(stdout).toMatchInlineSnapshot(`
    "8.4.1.form:2:7 error form-kind There is no form of "AMI verson".
      Is AMI version meant?
    8.4.1.form:3:8 error form-block The text that these quotes open is not closed.
      Write """ alone on the line after the text.
    2 errors in 2 files
    "
  `);
  expect(exitCode).toBe(1);
  const { problems } = JSON.parse((await run('check', '8.4.1.form', '--json')).stdout);
  expect(problems.map(({ file, line, rule }: Record<string, unknown>) => `${file}:${line} ${rule}`)).toEqual([
    '8.4.1.form:2 form-kind',
    '8.4.1.form:3 form-block',
  ]);
  expect((await run('check', '--format', 'github')).stdout).toMatch(/^::error file=8\.4\.1\.form,line=2/);
});

it('a plan passes load forms over, and says so when there is nothing else', async () => {
  const { stderr, exitCode } = await run('plan', '8.4.1.form');
  expect(stderr).toContain('No release file or image list is at 8.4.1.form');
  expect(exitCode).toBe(2);
});
