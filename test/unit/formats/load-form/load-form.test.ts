import { describe, expect, it } from 'vitest';
import { type FormField, parseLoadForm } from '#formats';
import { brief } from '../places.ts';

/** A field as a plain value: its text, or its items. */
function plain({ value }: FormField): unknown {
  if (value.kind === 'text') return value.text;
  return value.items.map((item) => (item.kind === 'text' ? item.text : byLabel(item.fields)));
}

function byLabel(fields: readonly FormField[]): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field.label, plain(field)]));
}

function read(text: string) {
  const { model, problems } = parseLoadForm(text);
  const forms = model.forms.map(({ name, fields, options }) => ({
    name,
    fields: byLabel(fields),
    ...(options.length > 0 ? { options: options.map((one) => [one.kind, byLabel(one.fields)]) } : {}),
  }));
  return { forms, problems: problems.map(brief(text)) };
}

/** The problems of the fields of one form. */
const faults = (body: string) => read(`[a]\n${body}`).problems;
/** The fields of one form. */
const fields = (body: string) => read(`[a]\n${body}`).forms[0]?.fields;

/** A variable of AWS's, which stays as it is written. */
const variable = ['$', '{AWSMP_SERVICE_ACCOUNT}'].join('');

const sample = `# Releases of June
[8.4.1 chart 9.1.0]
Form: Container version
Product ID: prod-abc123
Version title:   8.4.1\t
Release notes: """
# Fixes

  Column 0, blank lines kept: nothing - interpreted.\t
[not a form]
"""
Approval: https://pagure.io/x/issue/12
# the chart
[[Option: Helm]]
Container images: @8.4.1_images.txt
Supported services:
  - EKS
  # and
  - ECS

Override parameters:
  - Key: serviceAccount.name
    Default value: ${variable}
  - Key: x
    Notes: """
y
"""
Tail:

[8.4.2]
`;

describe('parseLoadForm', () => {
  it('reads forms, options, texts, lists and groups', () => {
    expect(read(sample)).toEqual({
      forms: [
        {
          name: '8.4.1 chart 9.1.0',
          fields: {
            Form: 'Container version',
            'Product ID': 'prod-abc123',
            'Version title': '8.4.1',
            'Release notes': '# Fixes\n\n  Column 0, blank lines kept: nothing - interpreted.\t\n[not a form]',
            Approval: 'https://pagure.io/x/issue/12',
          },
          options: [
            [
              'Helm',
              {
                'Container images': '@8.4.1_images.txt',
                'Supported services': ['EKS', 'ECS'],
                'Override parameters': [
                  { Key: 'serviceAccount.name', 'Default value': variable },
                  { Key: 'x', Notes: 'y' },
                ],
                Tail: '',
              },
            ],
          ],
        },
        { name: '8.4.2', fields: {} },
      ],
      problems: [],
    });
  });

  it('reads the same with CRLF and a byte order mark', () => {
    expect(read(`\ufeff${sample.replaceAll('\n', '\r\n')}`)).toEqual(read(sample));
    expect(read(`${sample}\ufeff[x]\n`)).toEqual(read(`${sample}[x]\n`));
    expect(parseLoadForm('\ufeff[a]').model.forms[0]?.nameRange).toMatchObject({ column: 3, endColumn: 4 });
  });

  it('knows where everything stands', () => {
    const { model } = parseLoadForm(sample);
    const [form, next] = model.forms;
    const at = ({ line, column, endLine, endColumn }: { [K in 'line' | 'column' | 'endLine' | 'endColumn']: number }) =>
      `${line}:${column}-${endLine}:${endColumn}`;
    expect([form?.nameRange, form?.range, next?.range].map((range) => range && at(range))).toEqual([
      '2:2-2:19',
      '2:1-28:6',
      '30:1-30:8',
    ]);
    const ofForm = (form?.fields ?? []).map(({ labelRange, value, range }) => [labelRange, value.range, range].map(at));
    expect(ofForm.slice(2)).toEqual([
      ['5:1-5:14', '5:18-5:23', '5:1-5:23'],
      ['6:1-6:14', '7:1-10:13', '6:1-11:4'],
      ['12:1-12:9', '12:11-12:39', '12:1-12:39'],
    ]);
    const [option] = form?.options ?? [];
    expect(option && [option.kindRange, option.range].map(at)).toEqual(['14:11-14:15', '14:1-28:6']);
    const lists = (option?.fields ?? [])
      .slice(1)
      .map(({ range, value }) => [
        at(range),
        at(value.range),
        ...(value.kind === 'list' ? value.items.map((item) => at(item.range)) : []),
      ]);
    expect(lists).toEqual([
      ['16:1-19:8', '17:3-19:8', '17:5-17:8', '19:5-19:8'],
      ['21:1-27:4', '22:3-27:4', '22:5-23:44', '24:5-27:4'],
      ['28:1-28:6', '28:6-28:6'],
    ]);
  });

  it.each([
    ['a colon without a blank', 'Title:x', { Title: 'x' }],
    ['a value with colons', 'Title: a: b://c', { Title: 'a: b://c' }],
    ['an address right after the colon', 'Logo:https://x', { Logo: 'https://x' }],
    ['a hash in a value', 'Title: a # b', { Title: 'a # b' }],
    ['other kinds of blanks', 'Title: \u00a0a\u00a0', { Title: '\u00a0a\u00a0' }],
    ['items without a margin', 'R:\n- a\n- b\nS: c', { R: ['a', 'b'], S: 'c' }],
    ['tabs', 'R:\n\t- a\n\t-\tK: b\n\t\tL:\tc', { R: ['a', { K: 'b', L: 'c' }] }],
    ['items that are texts with colons', 'R:\n  - a:1\n  - https://x\n  - a::b', { R: ['a:1', 'https://x', 'a::b'] }],
    ['dashes in an item', 'R:\n  - - a', { R: ['- a'] }],
    [
      'lists in groups',
      'R:\n  - K: a\n    L:\n      - b\n      - M: c\n        N: d\n    O: e\n  - K: f\nS: g',
      { R: [{ K: 'a', L: ['b', { M: 'c', N: 'd' }], O: 'e' }, { K: 'f' }], S: 'g' },
    ],
    ['a group whose last field has no value', 'R:\n  - K: a\n    L:\n  - K: b', { R: [{ K: 'a', L: '' }, { K: 'b' }] }],
    ['an empty block', 'T: """\n"""', { T: '' }],
    ['a block of one blank line', 'T: """\n\n"""\nU: x', { T: '', U: 'x' }],
    ['quotes within a block', 'T: """\na """\n"""b\n  """\nU: x', { T: 'a """\n"""b', U: 'x' }],
  ])('takes %s', (_, body, expected) => {
    expect(fields(body)).toEqual(expected);
    expect(faults(body)).toEqual([]);
  });

  it('keeps the first line of a group, for lists of texts', () => {
    const [field] = parseLoadForm('[a]\nHighlights:\n  - Fast:  it runs').model.forms[0]?.fields ?? [];
    const [item] = field?.value.kind === 'list' ? field.value.items : [];
    expect(item).toMatchObject({ kind: 'group', text: 'Fast:  it runs', range: { column: 5, endColumn: 19 } });
  });

  it.each([
    ['no brackets', 'some words', ['2:1 [some words] form-line']],
    ['a second line of a text', 'T: a\n  and more: b c\nU: d', ['3:3 [and more: b c] form-indentation (warning)']],
    ['words below a text', 'T: a\n  and more', ['3:3 [and more] form-line']],
    ['an address alone', 'https://x.y', ['2:1 [https://x.y] form-line']],
    ['a colon alone', ': a', ['2:1 [: a] form-line']],
    ['a field twice', 'Title: a\ntitle : b', ['3:1 [title] duplicate-key']],
    ['a field twice in a group', 'R:\n  - K: a\n    K: b\n  - K: c', ['4:5 [K] duplicate-key']],
    ['an item below nothing', '  - a', ['2:3 [- a] form-list']],
    ['an item below a text', 'T: a\n  - b', ['3:3 [- b] form-list']],
    ['an empty item', 'R:\n  - a\n  -', ['4:3 [-] form-list (warning)']],
    ['a dash without a blank', 'R:\n  -a', ['3:3 [-a] form-list (warning)']],
    ['another sign than a dash', 'R:\n  • a', ['3:3 [• a] form-list']],
    ['a line that was drawn', 'R:\n-----', ['3:1 [-----] form-line']],
    ['an item too far right', 'R:\n  - a\n    - b', ['4:5 [- b] form-indentation (warning)']],
    ['an item too far left', 'R:\n  - a\n- b', ['4:1 [- b] form-indentation (warning)']],
    ['a field below an item that is a text', 'R:\n  - a\n    K: b', ['4:5 [K: b] form-indentation']],
    ['a second line of an item', 'R:\n  - a\n    b', ['4:5 [b] form-line']],
    ['an indented field', '  T: a', ['2:3 [T: a] form-indentation (warning)']],
    ['an indented option', '  [[Option: Helm]]', ['2:3 [[[Option: Helm]]] form-indentation (warning)']],
    ['an option of no kind', '[[Option:]]', ['2:1 [[[Option:]]] form-header']],
    ['an option that is not said to be one', '[[Helm]]', ['2:1 [[[Helm]]] form-header']],
    ['an option that is not closed', '[[Option: Helm]\nT: a', ['2:1 [[[Option: Helm]] form-header']],
    ['a name that is not closed', '[b\nT: a', ['2:1 [[b] form-header']],
    ['words after a name', '[b] c', ['2:1 [[b] c] form-header']],
    ['a form without a name', '[ ]', ['2:1 [[ ]] form-name']],
    ['a name twice', '[a]', ['2:2 [a] form-name']],
    ['a block that is not closed', 'T: """\nU: a', ['2:4 ["""] form-block']],
    ['a block with nothing below', 'T: """', ['2:4 ["""] form-block']],
    ['a text beside the quotes', 'T: """a\nb\n"""\nU: c', ['2:4 ["""a] form-block']],
    ['a text between quotes on one line', 'T: """a"""\nU: b', ['2:4 ["""a"""] form-block']],
    ['quotes that close nothing', 'T: a\n"""', ['3:1 ["""] form-block']],
    ['a block that may be open', 'T: """\na\nU: """\nb\n"""', ['4:1 [U: """] form-block (warning)']],
    ['a block as an item', 'R:\n  - """', ['3:5 ["""] form-block']],
  ])('says what is wrong with %s', (_, body, expected) => {
    expect(faults(body)).toEqual(expected);
  });

  it('tells once what stands before the first name, and reads it all the same', () => {
    const { forms, problems } = read('# x\nForm: AMI version\nTitle: a\n[b]\n');
    expect(forms).toEqual([
      { name: '', fields: { Form: 'AMI version', Title: 'a' } },
      { name: 'b', fields: {} },
    ]);
    expect(problems).toEqual(['2:1 [Form: AMI version] form-outside']);
    expect(read('[[Option: Helm]]\nT: a').problems).toEqual(['1:1 [[[Option: Helm]]] form-outside']);
    expect(read('[[Option: Helm]]\nT: a').forms).toEqual([{ name: '', fields: {}, options: [['Helm', { T: 'a' }]] }]);
  });

  it('goes on after a block that nothing closes, at the next option or form', () => {
    const text = '[a]\nT: """\nb\n[[Option: Helm]]\nU: """\nc\n[d]\nV: e\n';
    expect(read(text)).toEqual({
      forms: [
        { name: 'a', fields: { T: 'b' }, options: [['Helm', { U: 'c' }]] },
        { name: 'd', fields: { V: 'e' } },
      ],
      problems: ['2:4 ["""] form-block', '5:4 ["""] form-block'],
    });
  });

  it('keeps what is written in spite of a fault', () => {
    expect(fields('T: a\n  U: b')).toEqual({ T: 'a', U: 'b' });
    expect(fields('R:\n  - a\n    - b\n- c')).toEqual({ R: ['a', 'b', 'c'] });
    expect(fields('T: """a\nb\n"""\nU: c')).toEqual({ T: 'b', U: 'c' });
    expect(read('[a\nT: b').forms).toEqual([{ name: 'a', fields: { T: 'b' } }]);
  });

  it('has nothing to say of an empty text', () => {
    for (const text of ['', '\n', '\ufeff', '# x\r\n\r\n']) expect(read(text)).toEqual({ forms: [], problems: [] });
  });

  it('reads no more than a load form has', () => {
    expect(read('x'.repeat(4 * 1024 * 1024 + 1)).problems).toEqual(['1:1 [] text-too-large']);
    expect(faults(`T: ${'x'.repeat(65_536)}`)).toEqual(['2:1 [T: xxxxxxxxxxxxxxxxx…65539] text-too-large']);
    const many = parseLoadForm(`[a]\n${Array.from({ length: 100_000 }, (_, at) => `f${at}: x\n`).join('')}`);
    expect(many.problems.map(({ rule, range }) => [rule, range.line])).toEqual([['text-too-large', 100_001]]);
    const deep = Array.from({ length: 10 }, (_, at) => `${'    '.repeat(at)}  - K:`).join('\n');
    expect(faults(`R:\n${deep}`).every((fault) => fault.endsWith('text-too-deep'))).toBe(true);
    expect(faults(`R:\n${deep}`)).not.toEqual([]);
  });
});
