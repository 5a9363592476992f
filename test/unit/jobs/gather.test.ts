import { describe, expect, it } from 'vitest';
import { findSettings, gather, loadCheckInput, loadReleaseFiles, type ReleaseChoice, type TargetChoice } from '#jobs';
import { ReleaseError } from '#problem';
import { memoryFiles } from '../../support/memory-files.ts';

const digest = `@sha256:${'a'.repeat(64)}`;
const settings = 'version: 1\ntarget: { registry: registry.example, prefix: p }\n';
const release = (...dests: string[]) =>
  JSON.stringify({
    metadata: {
      images: Object.fromEntries(dests.map((dest) => [dest, { source: `src.example/${dest}${digest}`, dest }])),
    },
  });

const files = {
  'marketplace.yaml': settings,
  '1_release.json': release('a:1', 'b:1'),
  '1_images.txt': 'a:1\n',
  '1_more_images.txt': 'b:1\n',
  '2_release.json': release('a:2'),
  'notes.json': '{}',
  'other/marketplace.yaml': settings,
  'other/3_release.json': release('c:3'),
  'deep/down/4_release.json': release('d:4'),
};

function aws(account = '111122223333') {
  const asked: unknown[] = [];
  return {
    asked,
    callerIdentity: async (scope: unknown) => {
      asked.push(scope);
      return { account, arn: `arn:aws:iam::${account}:user/x` };
    },
  };
}

function run(
  choice: Partial<ReleaseChoice & TargetChoice> = {},
  contents: Record<string, string> = files,
  at = '/releases',
) {
  return gather({ named: [], ...choice }, { files: memoryFiles(contents, at), aws: aws() });
}

async function failure(promise: Promise<unknown>): Promise<ReleaseError> {
  const error = await promise.catch((thrown) => thrown);
  if (!ReleaseError.is(error)) throw new Error(`Not refused: ${JSON.stringify(error)}`);
  return error;
}

const targets = (gathered: Awaited<ReturnType<typeof run>>) =>
  gathered.images.map(({ target }) => `${target.repository}:${target.tag}`);

describe('the settings', () => {
  const find = (named: string[], at = '/releases', config?: string) =>
    findSettings({ named, ...(config === undefined ? {} : { config }) }, memoryFiles(files, at));

  it('are the nearest upward of the files, or of the working directory', async () => {
    expect((await find([])).file?.file).toBe('marketplace.yaml');
    expect((await find(['deep/down/4_release.json'])).file?.file).toBe('marketplace.yaml');
    expect((await find(['other/3_release.json'])).file?.file).toBe('other/marketplace.yaml');
    expect((await find(['other'])).folder).toBe('/releases/other');
    expect((await find(['other/*.json'])).folder).toBe('/releases/other');
    expect((await find([], '/releases/deep/down')).file?.file).toBe('../../marketplace.yaml');
    expect((await find(['3_release.json'], '/releases/other')).file?.file).toBe('marketplace.yaml');
  });

  it('are those that are named, as file or folder', async () => {
    expect((await find(['1_images.txt'], '/releases', 'other/marketplace.yaml')).folder).toBe('/releases/other');
    expect((await find([], '/releases', 'other')).file?.file).toBe('other/marketplace.yaml');
    expect((await failure(find([], '/releases', 'nope.yaml'))).code).toBe('file-not-found');
  });

  it('may be none', async () => {
    const none = findSettings({ named: ['x_images.txt'] }, memoryFiles({ 'x_images.txt': '' }));
    expect(await none).toEqual({ folder: '/releases', file: undefined });
  });

  it('are one for all files', async () => {
    const error = await failure(find(['1_release.json', 'other/3_release.json']));
    expect(error.message).toBe('The files belong to different settings: marketplace.yaml and other/marketplace.yaml');
  });
});

describe('the files', () => {
  const load = async (named: string[], at = '/releases', contents: Record<string, string> = files) => {
    const world = memoryFiles(contents, at);
    const governing = await findSettings({ named }, world);
    const patterns = { releases: '*release.json', images: '*images.txt', forms: '*.loadform.txt' };
    return (await loadReleaseFiles(governing, named, patterns, world)).map(({ file }) => file);
  };

  it('are all below the settings, but not those of other releases', async () => {
    const all = ['1_images.txt', '1_more_images.txt', '1_release.json', '2_release.json', 'deep/down/4_release.json'];
    expect(await load([])).toEqual(all);
    expect(await load(['.'])).toEqual(all);
    expect(await load([], '/releases/other')).toEqual(['3_release.json']);
    expect(await load([], '/releases/deep')).toEqual([
      '../1_images.txt',
      '../1_more_images.txt',
      '../1_release.json',
      '../2_release.json',
      'down/4_release.json',
    ]);
  });

  it('are those named, and what belongs to them', async () => {
    expect(await load(['1_images.txt'])).toEqual(['1_images.txt', '1_release.json']);
    expect(await load(['./1_release.json'])).toEqual(['1_images.txt', '1_more_images.txt', '1_release.json']);
    expect(await load(['../releases/2_release.json'])).toEqual(['2_release.json']);
    expect(await load(['notes.json'])).toEqual(['notes.json']);
    expect(await load(['marketplace.yaml', '2_release.json'])).toEqual(['2_release.json']);
    expect(await load(['/releases/deep/down/4_release.json'], '/releases/deep')).toEqual(['down/4_release.json']);
  });

  it('are those in a folder, or that fit a pattern', async () => {
    expect(await load(['deep'])).toEqual(['deep/down/4_release.json']);
    expect(await load(['1_*'])).toEqual(['1_images.txt', '1_more_images.txt', '1_release.json']);
    expect(await load(['*.json'])).toEqual(['1_images.txt', '1_more_images.txt', '1_release.json', '2_release.json']);
    expect(await load(['**/4_*.json'])).toEqual(['deep/down/4_release.json']);
    expect(await load(['deep\\*\\4_*.json'])).toEqual(['deep/down/4_release.json']);
    expect(await load(['../*_release.json'], '/releases/deep')).toContain('../2_release.json');
  });

  it('are no load forms; a check reads them beside the rest', async () => {
    const world = { ...files, 'a.loadform.txt': '[a]', 'deep/b.loadform.txt': '[b]', 'other/c.loadform.txt': '[c]' };
    expect(await load([], '/releases', world)).toEqual(await load([]));
    expect(await load(['*1_*', 'a.loadform.txt'], '/releases', world)).toEqual(await load(['*1_*']));
    expect((await failure(load(['a.loadform.txt'], '/releases', world))).message).toBe(
      'No release file or image list is at a.loadform.txt',
    );
    const read = async (named: string[], contents: Record<string, string> = world) => {
      const input = await loadCheckInput({ named }, memoryFiles(contents));
      return [input.files, input.forms].map((some) => some.map(({ file }) => file));
    };
    expect(await read([])).toEqual([await load([]), ['a.loadform.txt', 'deep/b.loadform.txt']]);
    expect(await read(['deep/*'])).toEqual([[], ['deep/b.loadform.txt']]);
    expect(await read([], { 'a.loadform.txt': '' })).toEqual([[], ['a.loadform.txt']]);
    expect(await failure(read([], { 'notes.md': '' }))).toMatchObject({
      message: 'No release file, image list or load form is in this folder or below it',
    });
  });

  it.each([
    [['nope.json'], 'nope.json does not exist'],
    [['5_*'], 'No release file or image list is at 5_*'],
    [['1_images.txt', 'nope'], 'nope does not exist'],
  ])('that are not there are refused: %j', async (named, message) => {
    const error = await failure(load(named));
    expect(error).toMatchObject({ code: 'file-not-found', message });
  });

  it('must be some', async () => {
    const error = await failure(load([], '/releases', { 'marketplace.yaml': settings, 'x.txt': '' }));
    expect(error.message).toBe('No release file or image list is in this folder or below it');
    expect(error.hint).toContain('*release.json');
  });
});

describe('gathering', () => {
  it('resolves the images, what is ignored, and warnings', async () => {
    const gathered = await run({ named: ['1_images.txt'] }, { ...files, '1_images.txt': 'a:1\na:1\n' });
    expect(targets(gathered)).toEqual(['p/a:1']);
    expect(gathered.ignored.map(({ target }) => target.repository)).toEqual(['p/b']);
    expect(gathered.problems).toMatchObject([{ rule: 'duplicate-entry', severity: 'warning', file: '1_images.txt' }]);
    expect(gathered).toMatchObject({ settingsFile: 'marketplace.yaml', folder: '/releases' });
  });

  it('refuses errors in files, all at once and in order', async () => {
    const error = await failure(run({}, { ...files, '1_images.txt': 'x:1\n', '2_release.json': '{' }));
    expect(error).toMatchObject({ code: 'input-invalid', message: 'There are 2 errors in 2 files' });
    expect(error.problems.map(({ file, rule }) => [file, rule])).toEqual([
      ['1_images.txt', 'image-not-in-release'],
      ['2_release.json', 'text-syntax'],
    ]);
  });

  it('refuses settings that are missing or wrong', async () => {
    const missing = await failure(run({}, { 'a/1_release.json': release('a:1') }, '/releases/a'));
    expect(missing).toMatchObject({ code: 'settings-missing', details: expect.arrayContaining(['version: 1']) });
    const wrong = await failure(run({}, { ...files, 'marketplace.yaml': 'version: 1\ntarget: { registri: x }\n' }));
    expect(wrong.code).toBe('input-invalid');
    expect(wrong.problems.map(({ rule }) => rule)).toContain('setting-unknown');
    const bytes = await failure(run({}, { ...files, 'marketplace.yaml': '\uFFFE' }));
    expect(bytes.code).toBe('input-invalid');
  });

  it('asks rules of the target too', async () => {
    const marketplace = settings.replace('registry.example', '709825985650.dkr.ecr.us-east-1.amazonaws.com');
    const latest = { 'marketplace.yaml': marketplace, '1_release.json': release('a:latest') };
    expect((await failure(run({}, latest))).problems[0]?.rule).toBe('tag-latest');
    const off = `${marketplace}rules: { tag-latest: { level: off, reason: "a rehearsal" } }\n`;
    const { problems, trust } = await run({}, { ...latest, 'marketplace.yaml': off });
    expect(problems).toEqual([]);
    expect(trust.silenced).toEqual([{ rule: 'tag-latest', reason: 'a rehearsal', count: 1 }]);
  });
});

describe('the target', () => {
  const several =
    'version: 1\ntargets:\n  one: { registry: one.example }\n  two: { registry: two.example, profile: p2, account: "000000000002", platforms: [linux/arm64] }\n';
  const withSettings = (text: string) => ({ ...files, 'marketplace.yaml': text });

  it('is the one that is named, when there are several', async () => {
    const { target } = await run({ target: 'two' }, withSettings(several));
    expect(target).toEqual({
      name: 'two',
      registry: 'two.example',
      prefix: '',
      kind: 'oci',
      account: '000000000002',
      profile: 'p2',
      attestationManifests: 'keep',
      platforms: ['linux/arm64'],
      existing: 'equivalent',
    });
    expect((await failure(run({}, withSettings(several)))).hint).toBe('Choose one of them: one, two');
    const unknown = await failure(run({ target: 'three' }, withSettings(several)));
    expect(unknown).toMatchObject({ code: 'target-choice', message: 'The settings have no target "three"' });
    expect((await run()).target.name).toBeUndefined();
  });

  it('takes profile and region from the call before the settings', async () => {
    const { target } = await run({ target: 'two', profile: 'mine', region: 'eu-west-1' }, withSettings(several));
    expect(target).toMatchObject({ profile: 'mine', region: 'eu-west-1' });
  });

  it('has account and region filled in', async () => {
    const text = 'version: 1\ntarget: { registry: "{account}.dkr.ecr.{region}.amazonaws.com", prefix: p }\n';
    const known = aws('444455556666');
    const filled = await gather(
      { named: [], defaultRegion: 'eu-central-1', profile: 'x' },
      { files: memoryFiles(withSettings(text)), aws: known },
    );
    expect(filled.target).toMatchObject({ registry: '444455556666.dkr.ecr.eu-central-1.amazonaws.com', kind: 'ecr' });
    expect(filled.images[0]?.target.registry).toBe('444455556666.dkr.ecr.eu-central-1.amazonaws.com');
    expect(known.asked).toEqual([{ region: 'eu-central-1', profile: 'x' }]);
    const error = await failure(run({}, withSettings(text)));
    expect(error.problems[0]).toMatchObject({ rule: 'setting-missing', range: { line: 2, column: 21 } });
  });

  it('asks AWS for nothing that the settings say', async () => {
    const text =
      'version: 1\ntarget: { registry: "{account}.dkr.ecr.{region}.amazonaws.com", prefix: p, account: "444455556666", region: eu-west-1 }\n';
    const known = aws();
    const { target } = await gather({ named: [] }, { files: memoryFiles(withSettings(text)), aws: known });
    expect(target).toMatchObject({ registry: '444455556666.dkr.ecr.eu-west-1.amazonaws.com', account: '444455556666' });
    expect(known.asked).toEqual([]);
  });
});
