import { describe, expect, it } from 'vitest';
import { checkReleases, findSettings, loadCheckInputs, loadReleaseFiles } from '#jobs';
import { ReleaseError } from '#problem';
import { memoryFiles } from '../../support/memory-files.ts';

const settings = (registry: string, more = '') => `version: 1\ntarget: { registry: ${registry} }\n${more}`;
const line = `a:1 docker.io/library/a:1@sha256:${'a'.repeat(64)}\n`;
const twice = `${line}${line}`;
const files = {
  'a/marketplace.yaml': settings('a.example', 'files: { unpaired: sources }\n'),
  'a/1_images.txt': twice,
  'b/marketplace.yaml': settings('b.example', 'files: { images: "*.list", unpaired: sources }\n'),
  'b/deep/2.list': twice,
  'b/2_images.txt': 'not a list by its settings\n',
  'charts/readme.md': 'nothing of ours',
};

/** What is found where, and what was looked at. */
async function checked(named: string[], more: Record<string, string> = {}) {
  const inputs = await loadCheckInputs({ named }, memoryFiles({ ...files, ...more }));
  const { problems } = checkReleases(inputs);
  return {
    problems: problems.map(({ file, rule, severity }) => `${file} ${severity} ${rule}`),
    files: inputs.flatMap((input) => input.files.map(({ file }) => file)),
    settings: inputs.map((input) => input.settings?.file),
  };
}

async function refusal(promise: Promise<unknown>): Promise<string> {
  const error = await promise.catch((thrown) => thrown);
  if (!ReleaseError.is(error)) throw new Error(`Not refused: ${JSON.stringify(error)}`);
  return `${error.code}: ${error.message}`;
}

const both = ['a/1_images.txt warning duplicate-entry', 'b/deep/2.list warning duplicate-entry'];

describe('a check of several releases', () => {
  it('looks at all of them from above, each with its own settings', async () => {
    expect(await checked([])).toEqual({
      problems: both,
      files: ['a/1_images.txt', 'b/deep/2.list'],
      settings: ['a/marketplace.yaml', 'b/marketplace.yaml'],
    });
    expect((await checked(['.'])).problems).toEqual(both);
    expect((await checked(['a', 'b/deep/2.list'])).problems).toEqual(both);
  });

  it('takes what fits a pattern for what its own settings call it', async () => {
    expect((await checked(['**/*'])).files).toEqual(['a/1_images.txt', 'b/deep/2.list']);
    expect((await checked(['**/*_images.txt'])).files).toEqual(['a/1_images.txt']);
    expect((await checked(['*/deep/*'])).files).toEqual(['b/deep/2.list']);
    expect(await refusal(checked(['**/9_*']))).toBe(
      'file-not-found: No release file, image list or load form is at **/9_*',
    );
  });

  it('looks at all below a folder that has settings itself, too', async () => {
    const root = { 'marketplace.yaml': settings('r.example'), '0_images.txt': 'x:1\n' };
    const all = ['0_images.txt', 'a/1_images.txt', 'b/deep/2.list'];
    expect((await checked([], root)).files).toEqual(all);
    expect((await checked(['.', 'a/1_images.txt'], root)).files).toEqual(all);
    expect((await checked(['**/*.txt'], root)).files).toEqual(['0_images.txt', 'a/1_images.txt']);
  });

  it('finds the releases below a folder whose own settings have no files', async () => {
    const only = { 'only/marketplace.yaml': settings('o.example') };
    const nested = { 'only/a/marketplace.yaml': settings('n.example'), 'only/a/3_images.txt': 'x:1\n' };
    expect((await checked(['only'], { ...only, ...nested })).files).toEqual(['only/a/3_images.txt']);
    expect(await refusal(checked(['only'], only))).toMatch(/^file-not-found: No release file, .* at only$/);
  });

  it('begins at the settings where nothing is named', async () => {
    const more = { ...files, 'b/9.list': line };
    const inputs = await loadCheckInputs({ named: [] }, memoryFiles(more, '/releases/b/deep'));
    expect(inputs.flatMap((input) => input.files.map(({ file }) => file))).toEqual(['../9.list', '2.list']);
  });

  it('says that a folder has nothing of ours, and checks the rest', async () => {
    expect((await checked(['charts', 'a/1_images.txt'])).problems).toEqual([
      'a/1_images.txt warning duplicate-entry',
      'charts warning file-not-found',
    ]);
    expect(await refusal(checked(['charts']))).toMatch(/^file-not-found: No release file, .* at charts$/);
    expect(await refusal(checked(['nope', 'a/1_images.txt']))).toBe('file-not-found: nope does not exist');
  });
});

describe('what writes', () => {
  it('is about one release, and says so of a pattern that fits what others have', async () => {
    const root = { ...files, 'marketplace.yaml': settings('r.example') };
    const world = memoryFiles(root);
    const patterns = { releases: '*release.json', images: '*images.txt', forms: '*.loadform.txt' };
    const load = async (named: string[]) =>
      loadReleaseFiles(await findSettings({ named }, world), named, patterns, world);
    expect(await refusal(load(['**/1_*.txt']))).toBe(
      'usage: What is at **/1_*.txt belongs to other releases: a/marketplace.yaml',
    );
    expect(await refusal(load(['**/9_*']))).toMatch(/^file-not-found: /);
    expect(await refusal(findSettings({ named: ['**/*_images.txt'] }, memoryFiles(files)))).toBe(
      'usage: What is at **/*_images.txt belongs to other releases: a/marketplace.yaml, b/marketplace.yaml',
    );
  });
});
