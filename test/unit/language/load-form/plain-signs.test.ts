import { describe, expect, it } from 'vitest';
import { refusedCharacters } from '#catalog';
import { type FormField, parseLoadForm } from '#formats';
import { safelyFixed } from '../../../../src/extension/languages/safely-fixed.ts';
import { noFacts } from '../../../../src/language/shared/no-facts.ts';
import { Random } from '../../../support/random.ts';
import { fixed, language } from './support.ts';

const quotes = '"""';
const version = '[a]\nForm: Container version\n';
const helm = `${version}[[Option: Helm]]\n`;
const onSave = (text: string) => safelyFixed(language, text, noFacts);
const inText = (lines: string) => `${version}Release notes: ${quotes}\n${lines}\n${quotes}\n`;

describe('signs that AWS refuses', () => {
  it.each([
    ['would close a text', inText('a\n“””\nb')],
    ['would close a text with blanks around', inText('a\n  “””\u00a0\nb')],
    ['would close a text once nothing is in between', inText('a\n"\u200b""\nb')],
    ['would begin a form in a text', inText('\u200b[b]\nForm: AMI version')],
    ['would be the kind of a form in a text', inText('[b]\n\u200bForm: AMI version')],
    ['would bring a kind nearer in a text', inText('[b]\n\u200b\nForm: AMI version')],
    ['would begin an option in a text', inText('\u200b[[Option: Helm]]\nDescription: x')],
    ['would open a text', `${version}Version title: “””\n`],
    ['would open a text on its own line', `${version}Version title: “””x“””\n`],
    ['would leave nothing, so that what is below is an item', `${version}Version title: \u200b\n  - a\n`],
  ])('stay where the line %s', (_, text) => {
    expect(onSave(text)).toBe(text);
    expect(fixed(text, 'form-characters')).toEqual([]);
  });

  it('stay in an item that would have a label, and in one that would name a file', () => {
    const [colon, file] = [
      `${helm}Container images:\n  - a:\u0001 b\n`,
      `${helm}Container images:\n  - \u0001@8_images.txt\n`,
    ];
    expect(onSave(colon)).toBe(`${helm}Container images:\n  - a: b\n`.replace('a: b', 'a:\u0001 b'));
    expect(onSave(file)).toBe(file);
  });

  it('are written plainly beside such a line', () => {
    expect(onSave(inText('a – b\n“””\nc…'))).toBe(inText('a - b\n“””\nc...'));
    expect(onSave(inText('“””, and “x”: [b] – c'))).toBe(inText(`${quotes}, and "x": [b] - c`));
    expect(onSave(inText('\u200b'))).toBe(inText(''));
    const titles = fixed(inText('a – b\n“””\nc…'), 'form-characters').map(({ title }) => title);
    expect(titles).toContain('Replace all 2 characters of the file that are refused');
  });

  it('are found wherever the checks find them, however many', () => {
    const text = `[a]
Form: AMI product
Product title: a – b
Long description: ${quotes}
${'c – d\n'.repeat(50)}${quotes}
Highlights:
  - fast – or not
  - \u200bx: “y”
  - e…
Regions: us-east-1\u0001, eu-central-1\u0002
Dimensions:
  - API name: a\u0003
    Name: “users”
    Description: f – g
`;
    const problems = language.diagnose(text).filter(({ rule }) => rule === 'form-characters');
    const unfixed = problems.filter(
      (problem) => language.fixes(text, problem.range, [problem], noFacts).value.length === 0,
    );
    expect(unfixed.map(({ range }) => range)).toEqual([]);
    const after = onSave(text);
    expect(after.match(/[^\n -~]/g)).toBeNull();
    expect(after.split('\n')).toHaveLength(text.split('\n').length);
  });

  it('stay in a form that is approved', () => {
    const text = `${version}Release notes: a – b\nApproval: https://a.example/1\n`;
    const fix = fixed(text, 'form-approval').find(({ title }) => title.startsWith('Add the hash'));
    const approved = fix?.after ?? '';
    expect(approved).toMatch(/ #[0-9a-f]{16}\n$/);
    expect(onSave(approved)).toBe(approved);
    expect(onSave(`${approved}[b]\nForm: Container version\nRelease notes: a – b\n`)).toBe(
      `${approved}[b]\nForm: Container version\nRelease notes: a - b\n`,
    );
  });

  it('change nothing else of a form when they are written plainly on save: random texts', () => {
    const random = new Random(14);
    let changed = 0;
    for (let run = 0; run < 200; run++) {
      const text = randomText(random);
      const after = onSave(text);
      if (after !== text) changed += 1;
      const told = `run ${run}: ${JSON.stringify(text)}`;
      expect(meaning(after), told).toEqual(meaning(text));
    }
    expect(changed).toBeGreaterThan(50);
  });
});

const pieces = [
  ...[
    '“',
    '”',
    '“””',
    '"',
    '""',
    quotes,
    '\u200b',
    '\u00a0',
    '\u2028',
    '\u0001',
    '—',
    '–',
    '…',
    '•',
    '→',
    '\u00ad',
    '😀',
    ' ™',
  ],
  ...[
    ' ',
    '  ',
    ':',
    ': ',
    '://',
    '-',
    '- ',
    '#',
    '[',
    ']',
    '[x]',
    '[[Option: Helm]]',
    'Form: AMI version',
    '@',
    'a',
    'b',
    'Key',
    ',',
  ],
];

function randomLine(random: Random): string {
  const sure = random.pick(['', '', '“””', '\u200b[x]', '\u200bForm: AMI version', '-', '- ', '\u200b- ']);
  return sure + Array.from({ length: random.below(5) }, () => random.pick(pieces)).join('');
}

function randomText(random: Random): string {
  const lines = (most: number) => Array.from({ length: random.below(most) }, () => `${randomLine(random)}\n`).join('');
  const items = () =>
    Array.from(
      { length: 1 + random.below(3) },
      () => `${random.pick(['- ', '  - ', '  -'])}${randomLine(random)}\n`,
    ).join('');
  const field = (label: string) =>
    random.pick([
      () => `${label}: ${randomLine(random)}\n`,
      () => `${label}:${random.pick(['', ' '])}\n${items()}`,
      () => `${label}: ${quotes}\n${lines(5)}${quotes}\n`,
    ])();
  const option = `[[Option: Helm]]\n${field('Description')}${field('Usage instructions')}Override parameters:\n  - Key: a\n    Default value: ${randomLine(random)}\n`;
  return `[a]\nForm: Container version\n${field('Release notes')}${field('Version title')}${random.pick(['', option])}`;
}

/** What forms say once all signs are written plainly, and how it is written. */
function meaning(text: string): unknown {
  const { model, problems } = parseLoadForm(text);
  const fieldMeaning = ({ label, value }: FormField): unknown =>
    value.kind === 'text'
      ? [plain(label), value.isBlock, plain(value.text)]
      : [
          plain(label),
          value.items.map((item) => (item.kind === 'text' ? plain(item.text) : item.fields.map(fieldMeaning))),
        ];
  return [
    model.forms.map(({ name, fields, options }) => [
      name,
      fields.map(fieldMeaning),
      options.map((option) => [option.kind, option.fields.map(fieldMeaning)]),
    ]),
    // A dash without its blank is written with one.
    problems.filter(({ rule }) => rule !== 'form-list').map(({ rule, range }) => [rule, range.line]),
  ];
}

function plain(text: string): string {
  let before = text;
  for (;;) {
    const after = refusedCharacters(before).reduceRight(
      (all, { at, length, replacement }) => all.slice(0, at) + replacement + all.slice(at + length),
      before,
    );
    if (after === before) return after.replace(/ +/g, ' ').trim();
    before = after;
  }
}
