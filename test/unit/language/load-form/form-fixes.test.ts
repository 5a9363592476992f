import { expect, it } from 'vitest';
import { parseLoadForm } from '#formats';
import { noFacts } from '../../../../src/language/shared/no-facts.ts';
import { afterFix, codesOf, fixed, language } from './support.ts';

const version = '[a]\nForm: Container version\n';
const helm = `${version}[[Option: Helm]]\n`;

it.each([
  ['form-kind', '[a]\nForm: AMI prodct\n', 'Change to AMI product', '[a]\nForm: AMI product\n'],
  ['form-kind', '[a]\nX: y\n', 'Add Form: AMI version', '[a]\nForm: AMI version\nX: y\n'],
  ['form-option', `${version}[[Option: Hlm]]\n`, 'Change to Helm', helm],
  ['form-field-unknown', `${version}Version titel: 1\n`, 'Change to Version title', `${version}Version title: 1\n`],
  ['form-field-unknown', `${version}X:\n  - a\n`, 'Make it a comment', `${version}# X:\n#   - a\n`],
  [
    'form-field-unknown',
    `${helm}Override parameters:\n  - Defalt value: a\n`,
    'Change to Default value',
    `${helm}Override parameters:\n  - Default value: a\n`,
  ],
  ['form-field-twice', `${version}Version: 1\nVersion title: 2\n`, 'Remove Version title', `${version}Version: 1\n`],
  ['duplicate-key', `${version}Version: 1\nVersion: """\n2\n"""`, 'Remove Version', `${version}Version: 1`],
  [
    'form-value-unknown',
    `${helm}Supported services: EKS, eks-anywhere\n`,
    'Change to EKS-Anywhere',
    `${helm}Supported services: EKS, EKS-Anywhere\n`,
  ],
  ['form-value-duplicate', `${helm}Supported services: EKS, EKS\n`, 'Remove it', `${helm}Supported services: EKS\n`],
  [
    'form-value-duplicate',
    `${helm}Supported services:\n  - EKS\n  - EKS\n`,
    'Remove it',
    `${helm}Supported services:\n  - EKS\n`,
  ],
  ['form-characters', `${version}Version title: a\u2026\n`, 'Replace it by "..."', `${version}Version title: a...\n`],
  [
    'form-characters',
    `${version}Release notes: """\na \u2122\n"""\n`,
    'Remove it',
    `${version}Release notes: """\na\u2122\n"""\n`,
  ],
  [
    'form-list',
    `${helm}Supported services:\n  * EKS\n`,
    'Write it as an item',
    `${helm}Supported services:\n  - EKS\n`,
  ],
])('%s in %j: %s', (code, text, title, after) => {
  const result = afterFix(text, code, title);
  expect(result).toBe(after);
  expect(codesOf(result).filter((each) => each === code).length).toBeLessThan(
    codesOf(text).filter((each) => each === code).length,
  );
});

it('adds a delivery option with what it needs where there is none', () => {
  const after = afterFix(`${version}Version title: 1\n`, 'form-option', 'Add the delivery option Helm');
  expect(after).toContain('Version title: 1\n\n[[Option: Helm]]\nDelivery option title: \n');
  expect(codesOf(after)).not.toContain('form-option');
});

it('adds fields that are needed each at its place, one or all', () => {
  const text = `${version}Release notes: x\n[[Option: Helm]]\n`;
  expect(afterFix(text, 'form-field-missing', 'Add Version title')).toContain(
    '\nForm: Container version\nVersion title: \nRelease notes: x\n',
  );
  const items = `${helm}Override parameters:\n  - Key: a\n  - Default value: b\n`;
  expect(afterFix(items, 'form-field-missing', 'Add Default value')).toContain('  - Key: a\n    Default value: \n  -');
  expect(afterFix(items, 'form-field-missing', 'Add Key')).toContain('  - Default value: b\n    Key: \n');
  const all = fixed(text, 'form-field-missing').find(({ title }) => /^Add all \d+ missing fields$/.test(title));
  const absent = (after: string) =>
    language.diagnose(after).filter(({ message }) => message.startsWith('The form has no '));
  expect(absent(text).length).toBeGreaterThan(1);
  expect(absent(all?.after ?? '')).toEqual([]);
});

it('adds nothing to a file in which a text is not closed', () => {
  expect(fixed(`${version}Release notes: """\nx\n`, 'form-field-missing')).toEqual([]);
});

it('replaces all characters that are refused, on save only where no approval is lost', () => {
  const text = `${version}Version title: a\u2013b\nRelease notes: \u201cx\u201d\n`;
  const all = fixed(text, 'form-characters').find(({ title }) => title.startsWith('Replace all 3'));
  expect(all).toMatchObject({ isSafe: true, after: `${version}Version title: a-b\nRelease notes: "x"\n` });
  const approved = afterFix(
    `${text}Approval: https://a.example\n`,
    'form-approval',
    'Add the hash of the form as it is now',
  );
  expect(codesOf(approved)).not.toContain('form-approval');
  expect(fixed(approved, 'form-characters').filter(({ isSafe }) => isSafe)).toEqual([]);
});

it('renews an approval only when somebody says so', () => {
  const text = `${version}Version title: 1\nApproval: https://a.example/1 #0123456789abcdef\n`;
  const [renewed, ...others] = fixed(text, 'form-approval');
  expect(others).toEqual([]);
  expect(renewed).toMatchObject({ title: 'Approve the form as it is now', isSafe: false, isPreferred: false });
  expect(codesOf(renewed?.after ?? '')).not.toContain('form-approval');
});

it('leaves alone what would open a text, and fields that are only empty', () => {
  expect(fixed(`${version}Version title: ""\u201c\n`, 'form-characters')).toEqual([]);
  expect(
    fixed(`${helm}Override parameters:\n  - Key:\n    Default value: x\n`, 'form-field-missing').filter(
      ({ title }) => title === 'Add Key',
    ),
  ).toEqual([]);
});

it.each([
  ['\t', '\t  '],
  ['  ', '    '],
  ['\t\t', '\t\t  '],
])('adds the field of an item that is indented by %j to that item', (margin, expected) => {
  const text = `[a]\nForm: Container version\n[[Option: Helm]]\nOverride parameters:\n${margin}- Key: a\n`;
  const after = afterFix(text, 'form-field-missing', 'Add Default value');
  expect(after).toContain(`${margin}- Key: a\n${expected}Default value: \n`);
  const value = parseLoadForm(after).model.forms[0]?.options[0]?.fields[0]?.value;
  const [item] = value?.kind === 'list' ? value.items : [];
  expect(item?.kind === 'group' && item.fields.map(({ label }) => label)).toEqual(['Key', 'Default value']);
});

it('looks at so many problems of a selection only', () => {
  const text = `[a]\nForm: Container version\n${'Versoin: 1\n'.repeat(300)}`;
  const problems = language.diagnose(text).filter(({ rule }) => rule === 'form-field-unknown');
  const whole = { line: 1, column: 1, endLine: 302, endColumn: 1 };
  const { length } = language.fixes(text, whole, problems, noFacts).value;
  expect(problems).toHaveLength(300);
  expect(length).toBeGreaterThan(10);
  expect(length).toBeLessThanOrEqual(40);
});
