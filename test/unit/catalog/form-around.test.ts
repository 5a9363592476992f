import { describe, expect, it } from 'vitest';
import { approvalHash, checkForm, type FormAround, type FormList } from '#catalog';
import { parseLoadForm } from '#formats';

const registry = '709825985650.dkr.ecr.us-east-1.amazonaws.com';
const places = [{ registry, prefix: 'seller/product' }];
const at = (name: string) => `${registry}/seller/product/${name}`;

function formWith(images: readonly string[], more = '') {
  const items = images.map((image) => `  - ${image}\n`).join('');
  const text = `[8.4.1]\nForm: Container version\n${more}[[Option: Helm]]\nContainer images:\n${items}`;
  const [form] = parseLoadForm(text).model.forms;
  if (!form) throw new Error('No form');
  return form;
}

/** What was found because of what stands around the form. */
function found(images: readonly string[], around: FormAround, more?: string) {
  const form = formWith(images, more);
  const alone = new Set(checkForm(form).map((problem) => JSON.stringify(problem)));
  return checkForm(form, around).filter(
    (problem) => problem.rule !== 'form-approval' && !alone.has(JSON.stringify(problem)),
  );
}

const listed = (lists: Readonly<Record<string, FormList>>): FormAround => ({ lists: new Map(Object.entries(lists)) });
const targets = (...names: string[]) => ({ targets: names.map(at) });

describe('images where the release goes', () => {
  it('are as they should be below the prefix of any of its targets, or where the registry is not known', () => {
    expect(found([at('web:1')], { places })).toEqual([]);
    expect(found([`${registry}/other/web:1`], { places: [...places, { registry, prefix: 'other' }] })).toEqual([]);
    expect(found([at('web:1')], { places: [{ registry: '{account}.example', prefix: 'seller/product' }] })).toEqual([]);
    expect(found([at('web:1')], { places: [] })).toEqual([]);
  });

  it('are not below another prefix, which the product may have too, or in another registry', () => {
    const other = registry.replace('us-east-1', 'eu-west-1');
    const images = [`${registry}/seller/productive/web:1`, `${other}/seller/product/web:1`, 'docker.io/a/b:1'];
    const problems = [
      ...found(images, { places }),
      ...found([at('web:1')], { places: [{ registry: other, prefix: 'seller/product' }] }),
    ];
    expect(problems).toMatchObject([
      { severity: 'warning', range: { line: 5 }, message: expect.stringContaining('below the prefix') },
      { severity: 'error', range: { line: 5 }, message: expect.stringContaining('another registry') },
    ]);
    expect(new Set(problems.map(({ rule, awsCode }) => `${rule} ${awsCode}`))).toEqual(
      new Set(['form-value-invalid INVALID_CONTAINER_IMAGE_REPOSITORY']),
    );
  });
});

describe('an image list in place of images', () => {
  const many = (count: number) => targets(...Array.from({ length: count }, (_, at) => `i${at}:1`));

  it('is counted against the limits, together with what the form names itself', () => {
    expect(found(['@a_images.txt'], listed({ 'a_images.txt': many(50) }))).toEqual([]);
    expect(found(['@a_images.txt', at('web:1')], listed({ 'a_images.txt': many(50) }))).toMatchObject([
      {
        rule: 'form-value-count',
        awsCode: 'TOO_MANY_CONTAINER_IMAGES',
        range: { line: 5, column: 5, endColumn: 18 },
        message: 'Container images: 51 of 50 items, with those of "a_images.txt".',
      },
    ]);
    expect(found(['@a_images.txt'], listed({ 'a_images.txt': targets() }))).toMatchObject([
      { rule: 'form-value-count', awsCode: 'MISSING_CONTAINER_IMAGES', message: expect.stringContaining('no image') },
    ]);
  });

  it('has each image once, and none as latest', () => {
    const lists = listed({ 'a_images.txt': targets('web:1', 'api:latest'), 'b_images.txt': targets('web:1') });
    expect(found(['@a_images.txt', at('web:1'), '@b_images.txt'], lists)).toMatchObject([
      { rule: 'tag-latest', range: { line: 5 }, awsCode: 'INVALID_CONTAINER_IMAGE_TAG' },
      { rule: 'form-value-duplicate', range: { line: 5 }, message: expect.stringContaining('in line 6 too') },
      { rule: 'form-value-duplicate', range: { line: 7 }, awsCode: 'DUPLICATE_CONTAINER_IMAGES' },
    ]);
  });

  it('must be there and be readable; of one that nobody has looked for nothing is said', () => {
    const lists = listed({ 'a_images.txt': { fault: 'missing' }, 'b_images.txt': { fault: 'faulty' } });
    expect(found(['@a_images.txt', '@b_images.txt', '@c_images.txt'], lists)).toMatchObject([
      { rule: 'file-not-found', range: { line: 5 }, message: '"a_images.txt" does not exist.' },
      { rule: 'form-value-invalid', range: { line: 6 } },
    ]);
    expect(found(['@c_images.txt'], listed({}))).toEqual([]);
  });
});

describe('an approval', () => {
  const lists = (...names: string[]) => new Map([['a_images.txt', targets(...names)]]);
  const hash = approvalHash(formWith(['@a_images.txt']), lists('web:1', 'api:1'));
  const verdict = (around: FormAround) =>
    checkForm(formWith(['@a_images.txt'], `Approval: https://t.example/1 #${hash}\n`), around)
      .filter(({ rule }) => rule === 'form-approval')
      .map(({ message }) => message);

  it('is of the list as it was, whatever its order and registry: changing the list voids it', () => {
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
    const elsewhere = { targets: ['other.example/seller/product/web:1', at('api:1')] };
    expect(verdict({ lists: lists('api:1', 'web:1') })).toEqual([]);
    expect(verdict(listed({ 'a_images.txt': elsewhere }))).toEqual([]);
    for (const changed of [lists('web:1'), lists('web:2', 'api:1'), lists('web:1', 'api:1', 'job:1')])
      expect(verdict({ lists: changed })).toEqual([
        'The form, or an image list that it names, was changed since it was approved; the approval is void.',
      ]);
  });

  it('is not judged where the list is not known', () => {
    expect(approvalHash(formWith(['@a_images.txt']))).toBeUndefined();
    expect(verdict({})).toEqual([]);
    expect(verdict(listed({ 'a_images.txt': { fault: 'missing' } }))).toEqual([]);
  });
});
