import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runCli, testFolder } from '../../support/cli.ts';

const settings = `version: 1
target: { registry: 709825985650.dkr.ecr.us-east-1.amazonaws.com }
files: { unpaired: sources }
rules: { tag-latest: { level: off, reason: "a rehearsal" } }
`;

let place: Awaited<ReturnType<typeof testFolder>>;
beforeEach(async () => {
  place = await testFolder();
  await writeFile(path.join(place.folder, 'marketplace.yaml'), settings);
  await writeFile(path.join(place.folder, '1_images.txt'), 'a/b:latest docker.io/library/x:1\n');
});
afterEach(() => place.remove());

const check = (...words: string[]) => runCli(['check', ...words], { directory: place.folder });

it('what is off is accounted for with its reason, in every format that has a place for it', async () => {
  const { stdout, exitCode } = await check();
  expect(stdout).toContain('1 finding of tag-latest is off: a rehearsal\n');
  expect(stdout).not.toContain('accepts no image tagged latest');
  expect(exitCode).toBe(0);
  expect(JSON.parse((await check('--json')).stdout)).toMatchObject({
    ok: true,
    suppressed: [{ file: '1_images.txt', line: 1, rule: 'tag-latest', severity: 'error', reason: 'a rehearsal' }],
  });
  const [run] = JSON.parse((await check('--format', 'sarif')).stdout).runs;
  expect(run.results).toContainEqual(
    expect.objectContaining({
      ruleId: 'tag-latest',
      suppressions: [{ kind: 'external', justification: 'a rehearsal' }],
    }),
  );
  expect((await check('--format', 'github')).stdout).not.toContain('tag-latest');
});
