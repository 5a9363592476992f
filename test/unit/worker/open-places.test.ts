import { expect, it } from 'vitest';
import { diagnose, type Files, gather } from '#jobs';
import { OpenPlaces } from '../../../src/worker/open-places.ts';
import { memoryFiles } from '../../support/memory-files.ts';

const settings = '/releases/marketplace.yaml';
const text = (prefix: string) =>
  `version: 1\ntarget: { registry: "127.0.0.1:1", prefix: ${prefix} }\nfiles: { unpaired: sources }\n`;

/** Places whose settings can be written over. */
function places() {
  const held = memoryFiles({
    'marketplace.yaml': text('before'),
    '1_images.txt': `a:1 127.0.0.1:1/a:1@sha256:${'a'.repeat(64)}\n`,
  });
  const reads: string[] = [];
  const files: Files = {
    ...held,
    read: (file) => {
      reads.push(file);
      return held.read(file);
    },
  };
  const machine = {
    environment: {},
    home: '/nowhere',
    directory: '/releases',
    version: '1',
    program: '/nowhere/cli.cjs',
  };
  const opened = new OpenPlaces({ machine, files, hosts: async () => ({ schemaVersion: 1, hosts: {} }) });
  return { opened, files, reads };
}

it('a job starts from the settings that its place was opened by, whatever they say by now', async () => {
  const { opened, files } = places();
  const release = await opened.at({ settings }, async ({ target, choice, gateways }) => {
    await files.write(settings, text('after'));
    return { target, gathered: await gather({ named: [], ...choice }, gateways) };
  });
  expect(release.target.prefix).toBe('before');
  expect(release.gathered.target).toEqual(release.target);
  expect(release.gathered.images.map(({ target }) => target.repository)).toEqual(['before/a']);
  await opened.at({ settings }, async ({ choice, gateways }) => {
    expect((await gather({ named: [], ...choice }, gateways)).target.prefix).toBe('after');
  });
});

it('the doctor looks at a place with settings that were read once', async () => {
  const { opened, reads } = places();
  const found = await diagnose(await opened.doctor({ settings }), { emit: () => undefined });
  expect(found.checks).toContainEqual({ name: 'files', state: 'ok', message: '1 image takes part' });
  expect(reads.filter((file) => file.endsWith('marketplace.yaml'))).toHaveLength(1);
});
