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

const product = '[a]\nForm: AMI product\n';

it.each([
  ['Supported services: EKS, EK¦x, ECS', 'EKS-Anywhere', 'Supported services: EKS, EKS-Anywhere, ECS'],
  ['Supported services: E¦ , ECS', 'EKS', 'Supported services: EKS , ECS'],
  ['Supported services: EKS,¦,ECS', 'EKS-Anywhere', 'Supported services: EKS,EKS-Anywhere,ECS'],
  ['Supported services: ¦EKS, ECS', 'EKS-Anywhere', 'Supported services: EKS-Anywhere, ECS'],
  ['Supported services: EKS, E¦', 'EKS-Anywhere', 'Supported services: EKS, EKS-Anywhere'],
])('replaces the one item of %s', (line, label, after) => {
  expect(taken(`${helm}${line}\n`, label)).toBe(`${helm}${after}\n`);
});

it('takes no value out of the middle of a list', () => {
  const text = `${product}Regions: us-east-1, us-w¦est-2, eu-central-1\n`;
  expect(taken(text, 'us-west-1')).toBe(`${product}Regions: us-east-1, us-west-1, eu-central-1\n`);
});

it.each(['  ', '\t', '    '])('begins an item with its dash below a list of groups, indented by %j', (margin) => {
  const begun = `${helm}Override parameters:\n${margin}¦`;
  expect(labels(begun)).toEqual(expect.arrayContaining(['Key', 'Default value']));
  expect(labels(begun)).not.toContain('Helm chart');
  expect(taken(begun, 'Key')).toBe(`${helm}Override parameters:\n${margin}- Key: $0`);
  const second = `${helm}Override parameters:\n${margin}- Key: a\n${margin}¦`;
  expect(taken(second, 'Key')).toBe(second.replace('¦', '- Key: $0'));
  const inside = `${helm}Override parameters:\n${margin}- Key: a\n${margin}  D¦`;
  expect(taken(inside, 'Default value')).toBe(inside.replace('D¦', 'Default value: $0'));
  expect(labels(inside)).not.toContain('Key');
});

it('writes no dash before a label below a field that takes no list', () => {
  const item = `${helm}Override parameters:\n  - Key:\n    ¦`;
  expect(taken(item, 'Default value')).toBe(item.replace('¦', 'Default value: $0'));
  expect(taken(`${helm}Helm chart:\n  ¦`, 'Description')).toMatch(/\n {2}Description: """/);
});

it('knows the fields of an item that is indented by tabs', () => {
  const text = `${helm}Override parameters:\n\t- Key: a\n\t\tD¦\n`;
  expect(labels(text)).toContain('Default value');
  expect(labels(text)).not.toContain('Helm chart');
});

it('names an image list behind a dash where none is yet', () => {
  const facts = { ...noFacts, neighbours: { file: 'a.loadform.txt', files: ['8_images.txt'] } };
  expect(taken(`${helm}Container images:\n  ¦`, '@8_images.txt', facts)).toBe(
    `${helm}Container images:\n  - @8_images.txt`,
  );
});

it('puts the hash of an approval in place of one that is begun', () => {
  for (const begun of ['x ¦', 'x   #12ab¦', 'x 12¦']) {
    const [label = ''] = labels(`${version}Approval: ${begun}`);
    expect(taken(`${version}Approval: ${begun}`, label)).toMatch(/Approval: x #[0-9a-f]{16}$/);
  }
  // A regular expression that begins anew at each blank is busy for minutes with this.
  expect(labels(`${version}Approval: x${' '.repeat(60_000)}z¦`)).toHaveLength(1);
});
