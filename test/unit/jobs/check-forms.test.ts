import { describe, expect, it } from 'vitest';
import { approvalHash } from '#catalog';
import { parseLoadForm } from '#formats';
import { check, loadCheckInput } from '#jobs';
import { memoryFiles } from '../../support/memory-files.ts';

const registry = '709825985650.dkr.ecr.us-east-1.amazonaws.com';
const settings = `version: 1\ntarget: { registry: ${registry}, prefix: seller/product }\nfiles: { forms: "*.form" }\n`;
const digest = `@sha256:${'a'.repeat(64)}`;
const release = JSON.stringify({
  metadata: {
    images: Object.fromEntries(['web:1', 'api:1'].map((dest) => [dest, { source: `s.io/${dest}${digest}`, dest }])),
  },
});
const form = (images: string, approval = '') =>
  `[a]\nForm: Container version\n${approval}[[Option: Images]]\nContainer images: ${images}\n`;

/** What is said of the form but for what it lacks. */
async function told(contents: Readonly<Record<string, string>>, named: readonly string[] = [], file = 'forms/a.form') {
  const input = await loadCheckInput({ named }, memoryFiles({ 'marketplace.yaml': settings, ...contents }));
  const { problems } = check(input);
  const ofForm = problems.filter((problem) => problem.file === file && problem.rule !== 'form-field-missing');
  return {
    rules: ofForm.map(({ rule, range, awsCode }) =>
      [range.line, rule, ...(awsCode === undefined ? [] : [awsCode])].join(' '),
    ),
    hint: ofForm.find(({ rule }) => rule === 'form-approval')?.hint,
    files: input.files.map((one) => one.file),
  };
}

const notApproved = '1 form-approval';

describe('a load form that is checked', () => {
  it('is held against the targets of its settings, under the name that these give it', async () => {
    const images = `${registry}/seller/product/web:1, ${registry}/seller/other/web:1`;
    const text = form('').replace(
      ': \n',
      `:\n${images
        .split(', ')
        .map((image) => `  - ${image}\n`)
        .join('')}`,
    );
    expect((await told({ 'forms/a.form': text })).rules).toEqual([
      notApproved,
      '6 form-value-invalid INVALID_CONTAINER_IMAGE_REPOSITORY',
    ]);
  });

  it('has the images of its lists, which are found from its folder and read with their release', async () => {
    const contents = { '1_release.json': release, '1_images.txt': 'web:1\napi:1\n', '1_more_images.txt': 'web:1\n' };
    const text = form('@../1_images.txt');
    expect(await told({ ...contents, 'forms/a.form': text })).toMatchObject({ rules: [notApproved] });
    // Named alone too, and then nothing that belongs to nothing.
    const alone = await told({ ...contents, 'forms/a.form': text }, ['forms/a.form']);
    expect(alone).toMatchObject({ rules: [notApproved], files: ['1_images.txt', '1_release.json'] });
    expect((await told({ ...contents, '1_images.txt': '# none\n', 'forms/a.form': text })).rules).toEqual([
      notApproved,
      '4 form-value-count MISSING_CONTAINER_IMAGES',
    ]);
  });

  it.each([
    ['is not there', '@2_images.txt', {}, '4 file-not-found'],
    ['is not of the release', '@../../secrets_images.txt', { '/secrets_images.txt': 'a:1' }, '4 file-not-found'],
    ['is no list', '@../1_release.json', { '1_release.json': release }, '4 form-value-invalid'],
    ['has errors', '@1_images.txt', { 'forms/1_images.txt': 'A B C\n' }, '4 form-value-invalid'],
    ['has no release', '@1_images.txt', { 'forms/1_images.txt': 'web:1\n' }, '4 form-value-invalid'],
  ])('says of a list that %s so, where it is named', async (_, list, contents, rule) => {
    expect((await told({ ...contents, 'forms/a.form': form(list) })).rules).toEqual([notApproved, rule]);
  });

  it('reads a list that is called otherwise, and none that lies outside', async () => {
    const contents = { 'forms/x.lst': 'web:1 s.io/web:1\n', 'forms/a.form': form('@x.lst') };
    const unpaired = settings.replace('"*.form"', '"*.form", unpaired: sources');
    const all = await told({ ...contents, 'marketplace.yaml': unpaired });
    expect(all).toMatchObject({ rules: [notApproved], files: ['forms/x.lst'] });
    const outside = await told({ '/secrets_images.txt': 'a:1', 'forms/a.form': form('@../../secrets_images.txt') });
    expect(outside.files).toEqual([]);
  });

  it('loses its approval when its list is changed, or where that goes', async () => {
    const contents = { '1_release.json': release, '1_images.txt': 'web:1\napi:1\n' };
    const lists = new Map([
      ['../1_images.txt', { targets: [`${registry}/seller/product/api:1`, `${registry}/seller/product/web:1`] }],
    ]);
    const [model] = parseLoadForm(form('@../1_images.txt')).model.forms;
    const hash = model && approvalHash(model, lists);
    // What the check offers is what the catalogue reckons.
    const { hint } = await told({ ...contents, 'forms/a.form': form('@../1_images.txt') });
    expect(hint).toContain(`#${hash}`);
    const approved = form('@../1_images.txt', `Approval: https://t.example/1 #${hash}\n`);
    const rules = async (more: Readonly<Record<string, string>>) =>
      (await told({ ...contents, 'forms/a.form': approved, ...more })).rules;
    expect(await rules({})).toEqual([]);
    expect(await rules({ '1_images.txt': '# sorted\napi:1\nweb:1\n' })).toEqual([]);
    expect(await rules({ '1_images.txt': 'web:1\n' })).toEqual(['3 form-approval']);
    expect(await rules({ 'marketplace.yaml': settings.replace('seller/product', 'seller/product2') })).toEqual([
      '3 form-approval',
    ]);
  });
});
