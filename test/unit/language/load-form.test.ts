import { describe, expect, it } from 'vitest';
import { formValueAt, formValues, type Language, languageById } from '#language';
import { noFacts } from '../../../src/language/shared/no-facts.ts';
import { applyEdits } from '../../support/apply-edits.ts';

const language: Language = languageById('load-form');

const form = `[8.4.1]
Form: Container version
Product ID: prod-abc123def456g
Version titel: 8.4.1
Release notes: Fixes — all of them

[[Option: Helm]]
Container images: @8.4.1_images.txt
Override parameters:
  - Key: serviceAccount.name
    Default value: x
`;

const rulesOf = (text: string) => language.diagnose(text).map(({ rule }) => rule);
const offsetOf = (text: string, part: string) => text.indexOf(part) + part.length;

/** The text after the first fix with such a title, of any of its problems. */
function applied(text: string, title: RegExp): string {
  const fixes = language
    .diagnose(text)
    .flatMap((problem) => language.fixes(text, problem.range, [problem], noFacts).value);
  const fix = fixes.find((each) => title.test(each.title));
  if (!fix) throw new Error(`No title is like ${title}: ${fixes.map((each) => each.title).join(', ')}`);
  return applyEdits(text, fix.edits);
}

describe('the language of load forms', () => {
  it('says what the grammar and what the catalogue find', () => {
    expect(rulesOf(form)).toEqual(expect.arrayContaining(['form-field-unknown', 'form-characters']));
    expect(rulesOf('[a]\nnothing of a field\n')).toContain('form-line');
  });

  it('corrects a label to the nearest field that is not there yet', () => {
    const corrected = applied(form, /^Change to Version title$/);
    expect(corrected).toContain('\nVersion title: 8.4.1\n');
    expect(rulesOf(corrected)).not.toContain('form-field-unknown');
  });

  it('replaces a character that AWS refuses, and may do so on save', () => {
    const [problem] = language.diagnose(form).filter(({ rule }) => rule === 'form-characters');
    const { value } = language.fixes(
      form,
      problem?.range ?? { line: 1, column: 1, endLine: 1, endColumn: 1 },
      problem ? [problem] : [],
      noFacts,
    );
    expect(value).toMatchObject([{ isSafe: true, solves: 'form-characters', edits: [{ text: '-' }] }]);
    expect(rulesOf(applied(form, /^Replace it/))).not.toContain('form-characters');
  });

  it('adds a field that is missing', () => {
    const text = '[a]\nForm: Container version\n';
    expect(applied(text, /^Add Version title$/)).toContain('\nVersion title: ');
    expect(applied(text.replaceAll('\n', '\r\n'), /^Add Version title$/)).toMatch(/\r\nVersion title: \r\n/);
  });

  it('offers the labels that are not there yet, what is needed first', () => {
    const text = `${form.slice(0, form.indexOf('Release notes'))}\n`;
    const labels = language.complete(text, text.length - 1, noFacts).value.map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(['Version title', 'Release notes']));
    expect(labels).not.toContain('Product ID');
  });

  it('offers kinds, options and the values of a field', () => {
    const kinds = language.complete('[a]\nForm: ', 10, noFacts).value.map(({ label }) => label);
    expect(kinds).toEqual(['Container product', 'Container version', 'AMI product', 'AMI version']);
    const option = '[a]\nForm: Container version\n[[';
    expect(language.complete(option, option.length, noFacts).value.map(({ edit }) => edit.text)).toContain(
      '[[Option: Helm]]',
    );
    const services = '[a]\nForm: Container version\n[[Option: Helm]]\nSupported services:\n  - ';
    expect(language.complete(services, services.length, noFacts).value.map(({ label }) => label)).toContain('EKS');
  });

  it('offers nothing inside a block', () => {
    const text = '[a]\nForm: Container version\nRelease notes: """\n\n"""\n';
    expect(language.complete(text, offsetOf(text, '"""\n'), noFacts).value).toEqual([]);
  });

  it('says what a field is, also inside a group', () => {
    expect(language.hover(form, offsetOf(form, 'Rel'), noFacts).value?.text).toMatch(/^\*\*Release notes\*\*/);
    expect(language.hover(form, offsetOf(form, 'Default v'), noFacts).value?.text).toMatch(/^\*\*Default value\*\*/);
    expect(language.hover(form, 0, noFacts).value).toBeUndefined();
  });

  it('leads to the list that a form takes its images from', () => {
    const around = { file: 'forms/a.loadform.txt', files: ['forms/8.4.1_images.txt'] };
    expect(language.links(form, around)).toMatchObject([{ file: 'forms/8.4.1_images.txt' }]);
    expect(language.links(form, { ...around, files: [] })).toEqual([]);
  });

  it('outlines forms, options and fields, and folds them', () => {
    const [symbol] = language.symbols(form);
    expect(symbol).toMatchObject({ name: '8.4.1', detail: 'Container version' });
    expect(symbol?.children.map(({ name }) => name)).toEqual(expect.arrayContaining(['Product ID', 'Helm']));
    expect(language.folds(form)).toContainEqual({ first: 9, last: 11, kind: 'region' });
  });

  it('puts fields in order', () => {
    expect(language.format('[a]\nVersion title:   1\nForm: Container version\n')).toBe(
      '[a]\nForm: Container version\nVersion title: 1\n',
    );
  });

  it('knows the value of each field as it is pasted elsewhere', () => {
    expect(
      formValues('[a]\nForm: Container version\nVersion title: 8.4.1\nRelease notes:\n').map(({ text }) => text),
    ).toEqual(['8.4.1']);
    expect(formValueAt(form, 5)?.text).toBe('Fixes — all of them');
    expect(formValueAt(form, 2)).toBeUndefined();
  });
});
