import { describe, expect, it } from 'vitest';
import { parseLoadForm } from '#formats';

const quotes = '"""';
const shapeOf = (text: string) =>
  parseLoadForm(text).model.forms.map(({ name, fields, options }) => [
    name,
    fields.map(({ label }) => label),
    ...options.map(({ kind, fields: own }) => [kind, own.map(({ label }) => label)]),
  ]);
const errorsOf = (text: string) =>
  parseLoadForm(text)
    .problems.filter(({ severity }) => severity === 'error')
    .map(({ rule, range: { line } }) => `${rule} ${line}`);

describe('a text that is not closed', () => {
  const open = `[A]\nForm: AMI version\nRelease notes: ${quotes}\nFixes.\n`;

  it.each([
    ['the quotes of the next form’s text', `[B]\nForm: AMI version\nRelease notes: ${quotes}\nx\n${quotes}\n`],
    ['quotes with blanks behind them', `[B]\nForm: AMI version\nRelease notes: ${quotes} \t \nx\n${quotes}  \n`],
    ['quotes of an item', `[B]\nForm: AMI version\nList:\n  - Key: ${quotes}\nx\n${quotes}\n`],
    [
      'quotes far below',
      `[B]\nForm: AMI version\n\n[C]\nForm: AMI version\nRelease notes: ${quotes}  \nx\n${quotes}\n`,
    ],
    ['fields above the kind', `\n[B]\n\n# a comment\nProduct ID: p\nList:\n  - x\n- y\nForm:\n${quotes}\n`],
  ])('does not go on to %s', (_, below) => {
    const text = open + below;
    expect(shapeOf(text).slice(0, 2)).toEqual([
      ['A', ['Form', 'Release notes']],
      ['B', expect.arrayContaining(['Form'])],
    ]);
    expect(errorsOf(text)).toContain('form-block 3');
    const { message, hint } = parseLoadForm(text).problems[0] ?? {};
    expect(message).toMatch(
      /^The text that these quotes open is not closed before line [56], where "?\[B\]"? begins\.$/,
    );
    expect(hint).toMatch(/If line [56] belongs to the text, indent it\.$/);
  });

  it('ends above a form that has its kind below a text', () => {
    const text = `${open}[B]\nProduct ID: p\nDescription: ${quotes}\nSome.\n${quotes}\nForm: AMI version\n`;
    expect(shapeOf(text)[1]).toEqual(['B', ['Product ID', 'Description', 'Form']]);
    expect(errorsOf(text)).toEqual(['form-block 3']);
  });

  it('ends above an option', () => {
    const text = `${open}[[Option: Helm]]\nDescription: ${quotes}\nx\n${quotes}\n`;
    expect(shapeOf(text)).toEqual([['A', ['Form', 'Release notes'], ['Helm', ['Description']]]]);
    expect(errorsOf(text)).toEqual(['form-block 3']);
  });

  it.each([
    ['lines in brackets', '[x]\n[ ] to do\n[link](https://a.example)\n[1]: https://a.example\n'],
    ['a heading in brackets above a sentence', '[Fixes]\nNo broker dies any more.\n'],
    ['a heading in brackets above fields', '[Fixes]\nZeebe: no broker dies\nOperate: faster\n'],
    ['a heading above a sentence about forms', '[Fixes]\nForm: the broker no longer takes it twice\n'],
    ['a form that is shown indented', '  [B]\n  Form: AMI version\n  [[Option: Helm]]\n  Description: x\n'],
    ['a kind that stands below text', '[Fixes]\nSome.\n\nForm: x\n'],
    ['an option without fields', '[[Option: Helm]]\n\nis what it says.\n'],
    ['double brackets', '[[link]]\nName: x\n'],
    ['a kind far below', `[Fixes]\n${'a: b\n'.repeat(20)}Form: x\n`],
  ])('is no matter of %s', (_, inside) => {
    const text = `${open}${inside}${quotes}\nApproval: x\n`;
    expect(shapeOf(text)).toEqual([['A', ['Form', 'Release notes', 'Approval']]]);
    expect(parseLoadForm(text).problems).toEqual([]);
  });

  it.each([
    ['a field', `Description: ${quotes}`],
    ['a field with blanks behind', `Description: ${quotes} \t`],
    ['an item', `  - Key: ${quotes}`],
    ['a field of an item', `    Default value: ${quotes}`],
  ])('is suspected where the quotes of %s stand in it', (_, line) => {
    const { problems } = parseLoadForm(`${open}${line}\nx\n${quotes}\n`);
    expect(problems.map(({ rule, severity, range }) => [rule, severity, range.line])).toEqual([
      ['form-block', 'warning', 5],
    ]);
  });

  it.each(['', ' ', '\t', '\u00a0', ' \u2003 '])('is closed by quotes with %j behind them', (blanks) => {
    const text = `${open}${quotes}${blanks}\nApproval: x\n`;
    expect(shapeOf(text)).toEqual([['A', ['Form', 'Release notes', 'Approval']]]);
    expect(parseLoadForm(text).problems).toEqual([]);
  });
});
