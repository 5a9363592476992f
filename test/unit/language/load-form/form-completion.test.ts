import { expect, it } from 'vitest';
import type { Facts } from '../../../../src/language/facts.ts';
import { noFacts } from '../../../../src/language/shared/no-facts.ts';
import { offers, taken } from './support.ts';

const version = '[a]\nForm: Container version\n';
const helm = `${version}[[Option: Helm]]\n`;
const labels = (text: string, facts?: Facts) => offers(text, facts).map(({ label }) => label);

it.each([
  ['labels of the form', `${version}¦`, ['Version title', 'Release notes', 'Product ID']],
  ['labels of the option', `${helm}¦`, ['Helm chart', 'Container images']],
  ['labels of an option below a list', `${helm}Supported services:\n  - EKS\n¦`, ['Helm chart']],
  ['labels of an item that is begun', `${helm}Override parameters:\n  - ¦`, ['Key', 'Default value']],
  ['labels of an item that has some', `${helm}Override parameters:\n  - Key: a\n    De¦\n`, ['Default value']],
  ['the first label of a file that says no kind', '[a]\n¦', ['Form']],
  ['options', `${version}[[¦`, ['[[Option: Helm]]', '[[Option: Images]]', '[[Option: EKS add-on]]']],
  ['values on the line', `${helm}Supported services: EKS, ¦`, ['EKS-Anywhere']],
  ['values of an item', `${helm}Supported services:\n  - ¦\nHelm chart: a\n`, ['EKS', 'EKS-Anywhere']],
  ['items where no dash is yet', `${helm}Supported services:\n  ¦`, ['EKS']],
  ['instance types', '[a]\nForm: AMI version\nRecommended instance type: m7i.¦', ['m7i.large']],
  ['values inside an item', '[a]\nForm: AMI version\nSecurity group recommendations:\n  - Protocol: ¦', ['tcp', 'udp']],
  ['a whole form', '¦', ['Container version form', 'AMI product form']],
])('offers %s', (_, text, expected) => {
  expect(labels(text)).toEqual(expect.arrayContaining(expected));
});

it.each([
  ['what is there already', `${version}Version title: 1\n¦`, 'Version title'],
  ['what is there by another name', `${version}Version: 1\n¦`, 'Version title'],
  ['a value that the list has', `${helm}Supported services: EKS, ¦`, 'EKS'],
  ['an item that the list has', `${helm}Supported services:\n  - EKS\n  - ¦`, 'EKS'],
  ['a field that pages no longer have', `${helm}¦`, 'Quick launch'],
  ['a label of the form in an option', `${helm}¦`, 'Version title'],
  ['a label of the option in an item', `${helm}Override parameters:\n  - Key: a\n    ¦\n`, 'Helm chart'],
  ['a second add-on', `${version}[[Option: EKS add-on]]\n[[¦`, '[[Option: EKS add-on]]'],
])('does not offer %s', (_, text, label) => {
  const all = labels(text);
  expect(all).not.toContain(label);
  expect(all.length).toBeGreaterThan(0);
});

it.each([
  ['a comment', `${version}# ¦`],
  ['a text between quotes', `${version}Release notes: """\nFix¦\n"""\n`],
  ['options of a form that has none', '[a]\nForm: AMI version\n[[¦'],
  ['a field that takes any text', `${version}Version title: ¦`],
])('offers nothing in %s', (_, text) => {
  expect(labels(text)).toEqual([]);
});

it('puts what is needed first', () => {
  const sorted = offers(`${version}¦`).toSorted((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1));
  const needed = sorted.map(({ detail }) => detail?.startsWith('required ·') || detail === 'required');
  expect(needed.indexOf(false)).toBe(needed.filter((each) => each).length);
});

it('writes a label with the beginning of its value, and only the label where a colon follows', () => {
  expect(taken(`${helm}¦`, 'Supported services')).toBe(`${helm}Supported services:\n  - $0`);
  expect(taken(`${helm}¦`, 'Override parameters')).toBe(`${helm}Override parameters:\n  - Key: $0`);
  expect(taken(`${version}¦`, 'Release notes')).toBe(`${version}Release notes: """\n$0\n"""`);
  expect(taken(`${version}Rel¦eas: x`, 'Release notes')).toBe(`${version}Release notes: x`);
});

it('replaces one of several values on a line, and writes the dash of an item that has none', () => {
  const text = `${helm}Supported services: EKS, EK¦`;
  expect(taken(text, 'EKS-Anywhere')).toBe(`${helm}Supported services: EKS, EKS-Anywhere`);
  expect(taken(`${helm}Supported services:\n  ¦`, 'EKS')).toBe(`${helm}Supported services:\n  - EKS`);
  expect(taken(`${version}[[¦`, '[[Option: Images]]')).toBe(`${version}[[Option: Images]]`);
});

it('writes an option with what it needs', () => {
  const text = taken(`${version}[¦`, '[[Option: Helm]] and what it needs');
  expect(text).toContain('\n[[Option: Helm]]\nDelivery option title: $1\nDescription: """\n$2\n"""\n');
});

it('offers the image lists of the form’s folder behind an @', () => {
  const neighbours = {
    file: 'x/a.loadform.txt',
    files: ['x/a.loadform.txt', 'x/8_images.txt', 'y_images.txt', 'x/b.txt'],
  };
  const facts = { ...noFacts, neighbours };
  expect(labels(`${helm}Container images: @¦`, facts)).toEqual(['@8_images.txt']);
  expect(taken(`${helm}Container images:\n  - ¦`, '@8_images.txt', facts)).toBe(
    `${helm}Container images:\n  - @8_images.txt`,
  );
});

it('offers the hash of the form behind the place of an approval', () => {
  expect(
    taken(`${version}Approval: https://a.example/1 ¦`, labels(`${version}Approval: https://a.example/1 ¦`)[0] ?? ''),
  ).toMatch(/Approval: https:\/\/a\.example\/1 #[0-9a-f]{16}$/);
});
