import { expect, it } from 'vitest';
import { noFacts } from '../../../../src/language/shared/no-facts.ts';
import { hoverAt, language } from './support.ts';

const form = `# first
# second
[8.4.1]
Form: Container version
Version title: 8.4.1
Release notes: """
# not
# a comment
"""
Approval: https://a.example/1 #0123456789abcdef

[[Option: Helm]]
Delivery option title: Helm chart
Supported services: EKS, EKSS
Container images:
  - @8_images.txt
Override parameters:
  - Key: a
    Default value: x
  - Key: b
    Default value: y
`;

it('says what a field is, how full, where it goes and what AWS calls its mistakes', () => {
  const text = hoverAt(form.replace('Version t', 'Version ¦t'));
  expect(text).toContain('required when the version is new · up to 64 characters · now 5 of 64 characters');
  expect(text).toContain('Goes to `Version.VersionTitle` of `AddDeliveryOptions`, `UpdateDeliveryOptions`.');
  expect(text).toContain('- `INVALID_VERSION_TITLE`: missing, too long, of another form');
  expect(text).toContain('- `DUPLICATE_VERSION_TITLE`: found by AWS only');
  const listing = hoverAt('[a]\nForm: AMI product\nDimen¦sions:\n');
  expect(listing).toContain('Goes to the details of `AddDimensions`, `UpdateDimensions`, `RestrictDimensions`.');
  expect(hoverAt(form.replace('Approv', 'Appr¦ov'))).toContain('Not sent to AWS.');
});

it('says of a value whether it is one, and of a header what is missing below it', () => {
  expect(hoverAt(form.replace(' EKS', ' E¦KS'))).toMatch(/^`EKS` is one of the services .* as of \d{4}-\d\d-\d\d/);
  expect(hoverAt(form.replace('EKSS', 'E¦KSS'))).toMatch(/^`EKSS` is not among .* Is `EKS` meant\?/);
  expect(hoverAt(form.replace('n: Helm]]', 'n: He¦lm]]'))).toMatch(/- \*\*Helm chart\*\*: /);
  expect(hoverAt(form.replace('[8.4', '[8¦.4'))).toContain('- **Product ID**: ');
  expect(hoverAt(form.replace('# first', '# fi¦rst'))).toBeUndefined();
});

it('counts what is limited, and what forms and options lack', () => {
  const states = language.lines(form, noFacts).value.map(({ range, kind, text }) => `${range.line} ${kind} ${text}`);
  expect(states).toEqual([
    '3 incomplete 4 required fields missing',
    '5 count 5 of 64',
    '6 count 17 of 30000',
    '12 incomplete 3 required fields missing',
    '13 count 10 of 72',
    '14 count 2 of 2',
    '17 count 2 of 15',
  ]);
  const seen = language.lines(form, noFacts, { line: 13, column: 1, endLine: 13, endColumn: 2 }).value;
  expect(seen.map(({ text }) => text)).toEqual(['10 of 72']);
  const long = form.replace('Helm chart', 'x'.repeat(73));
  expect(language.lines(long, noFacts).value).toContainEqual(
    expect.objectContaining({ kind: 'over', text: '73 of 72' }),
  );
});

it('outlines options and items, and folds them and comments, but not what looks like one in a text', () => {
  const [symbol] = language.symbols(form);
  const option = symbol?.children.find(({ name }) => name === 'Helm');
  const items = option?.children.find(({ name }) => name === 'Override parameters');
  expect(items).toMatchObject({ detail: '2 items', children: [{ name: 'a' }, { name: 'b' }] });
  expect(language.folds(form)).toEqual([
    { first: 1, last: 2, kind: 'comment' },
    { first: 3, last: 21, kind: 'region' },
    { first: 6, last: 9, kind: 'region' },
    { first: 12, last: 21, kind: 'region' },
    { first: 15, last: 16, kind: 'region' },
    { first: 17, last: 21, kind: 'region' },
    { first: 18, last: 19, kind: 'region' },
    { first: 20, last: 21, kind: 'region' },
  ]);
});

it('leads to lists and to pages', () => {
  const links = language.links(form, { file: 'a.loadform.txt', files: ['a.loadform.txt', '8_images.txt'] });
  expect(links).toMatchObject([
    { address: 'https://a.example/1', range: { line: 10, column: 11, endColumn: 30 } },
    { file: '8_images.txt', range: { line: 16 } },
  ]);
});
