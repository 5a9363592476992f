import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { NodeFiles } from '#platform';
import { runCli, testFolder } from '../../support/cli.ts';
import { scriptedServer } from '../../support/scripted-server.ts';

/** Holds nothing. */
let registry: Awaited<ReturnType<typeof scriptedServer>>;
let place: Awaited<ReturnType<typeof testFolder>>;
let steps: string[];
beforeEach(async () => {
  place = await testFolder();
  registry = await scriptedServer((_, response) => void response.writeHead(404).end());
  const settings = `version: 1\ntarget: { registry: "${registry.host}" }\nreport: { log: sync-error.log }\n`;
  await writeFile(path.join(place.folder, 'marketplace.yaml'), settings);
  const images = { a: { source: `${registry.host}/b:1`, dest: 'a:1' } };
  await writeFile(path.join(place.folder, 'release.json'), JSON.stringify({ metadata: { images } }));
  steps = [];
  const { read, write } = NodeFiles.prototype;
  vi.spyOn(NodeFiles.prototype, 'read').mockImplementation(function (this: NodeFiles, file) {
    steps.push(`read ${path.basename(file)}`);
    return read.call(this, file);
  });
  vi.spyOn(NodeFiles.prototype, 'write').mockImplementation(function (this: NodeFiles, file, text) {
    steps.push(`write ${path.basename(file)}`);
    return write.call(this, file, text);
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all([registry.close(), place.remove()]);
});

it('a mirror reads its settings once, and begins its log before it reads anything else', async () => {
  await runCli(['mirror', '--yes'], { directory: place.folder });
  expect(steps.filter((step) => step === 'read marketplace.yaml')).toHaveLength(1);
  expect(steps.slice(0, 3)).toEqual(['read marketplace.yaml', 'write sync-error.log', 'read release.json']);
});

it.each(['doctor', 'plan'])('%s reads them once', async (command) => {
  await runCli([command], { directory: place.folder });
  expect(steps.filter((step) => step === 'read marketplace.yaml')).toHaveLength(1);
  expect(steps).toContain('read release.json');
});
