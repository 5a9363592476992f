import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { startSandbox } from '#sandbox';
import { runCli, testFolder } from '../../support/cli.ts';

it('an error log that cannot be uploaded is told once, in text and in JSON', async () => {
  const sandbox = await startSandbox();
  const place = await testFolder();
  try {
    const write = (name: string, text: string) => writeFile(path.join(place.folder, name), text);
    await write('hosts.json', JSON.stringify(sandbox.hostsMap));
    await write(
      'marketplace.yaml',
      `version: 1
target: { registry: 709825985650.dkr.ecr.us-east-1.amazonaws.com, prefix: acme }
report: { log: sync-error.log, upload: "s3://nobodys-bucket/sync-error.log" }
files: { unpaired: sources }
`,
    );
    // Nothing to mirror is a run too.
    await write('1_images.txt', '');
    const run = (...more: string[]) =>
      runCli(['mirror', '--hosts', 'hosts.json', '--yes', ...more], { directory: place.folder });
    const text = await run();
    expect(text.exitCode).toBe(1);
    expect(`${text.stdout}${text.stderr}`.match(/could not be uploaded/g)).toHaveLength(1);
    expect(text.stdout.replace(/\s+/g, ' ')).toContain(
      'warning: upload-failed The error log could not be uploaded to s3://nobodys-bucket/sync-error.log: ',
    );
    const json = await run('--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ ok: false, warnings: [{ code: 'upload-failed' }] });
    expect(json.stdout.match(/could not be uploaded/g)).toHaveLength(1);
    expect(json.stderr).toBe('');
    const debug = await run('--debug');
    expect(debug.stderr).toContain('It is tried again in the end');
  } finally {
    await Promise.all([sandbox.close(), place.remove()]);
  }
});
