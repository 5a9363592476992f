import { type Form, type FormField, formatLoadForm, labelKey, parseLoadForm } from '#formats';
import { mutate } from './fuzz.ts';
import { Random } from './random.ts';

const labels = ['Alpha', 'Beta', 'Gamma', 'Delta'];

/** An order of fields as the catalogue has one. */
export function formOrder(_kind: string | undefined, option: string | undefined): readonly (readonly string[])[] {
  const order = labels.map((label) => [label]);
  return option === 'EKS add-on' ? order.reverse() : order;
}

const words = [
  'x',
  '8.4.1',
  'a: b',
  'https://x.y/z',
  '# no comment',
  '- no item',
  '[no name]',
  'ä\u00a0',
  '"quoted"',
  '""',
];
const blanks = ['', '', '', ' ', '   ', '\t'];
const trivia = ['', '\n', '\n\n', '# comment\n', '  # indented\n', '#\n\n# two\n', '\t\n'];

/** The text of a load form in which everything that may be written is written somewhere, in odd ways too. */
function randomForms(random: Random): string {
  const lineBreak = random.pick(['\n', '\n', '\r\n']);
  const pieces: string[] = [random.pick(['', '', '\ufeff']), random.pick(trivia)];
  if (random.below(4) === 0) pieces.push(...randomFields(random, ''));
  for (let form = random.below(4); form > 0; form--) {
    pieces.push(`[form${form}${random.pick(words).replace(/[[\]]/g, '')}]\n`, ...randomFields(random, ''));
    for (let option = random.below(3); option > 0; option--) {
      const kind = random.pick(['Images', 'Helm', 'EKS add-on', 'Other']);
      pieces.push(`[[${random.pick(['Option: ', 'option:', 'OPTION : '])}${kind}]]\n`, ...randomFields(random, ''));
    }
  }
  const text = pieces.join('').replaceAll('\n', lineBreak);
  return random.below(3) === 0 ? text.trimEnd() : text;
}

function randomFields(random: Random, margin: string): string[] {
  const fields: string[] = [random.pick(trivia)];
  for (let left = random.below(6); left > 0; left--) fields.push(...randomField(random, margin), random.pick(trivia));
  return fields;
}

function randomField(random: Random, margin: string): string[] {
  const label = random.pick([...labels, 'alpha', 'Form', 'Un  known', 'Other', 'One more']);
  const start = `${margin}${label}${random.pick(blanks)}:`;
  const shape = random.below(4);
  if (shape === 0) return [`${start} ${random.pick(words)}${random.pick(blanks)}\n`];
  if (shape === 1) return [`${start}${random.pick(blanks)}\n`];
  if (shape === 2) {
    const lines = Array.from(
      { length: random.below(4) },
      () => `${random.pick(blanks)}${random.pick([...words, ''])}\n`,
    );
    return [`${start} """\n`, ...lines, `${random.pick(blanks)}"""${random.pick(blanks)}\n`];
  }
  if (margin.length > 8) return [`${start}\n`];
  const inner = `${margin}${random.pick(margin === '' ? ['', '  ', '    ', '\t'] : ['  ', '    '])}`;
  const items = Array.from({ length: 1 + random.below(3) }, () => {
    if (random.below(2) === 0) return `${inner}- ${random.pick(words)}\n${random.pick(trivia)}`;
    const more = random.below(2) === 0 ? [] : randomFields(random, `${inner}${inner.endsWith('\t') ? '\t' : '  '}`);
    return `${inner}-${random.pick([' ', '   '])}Key: ${random.pick(words)}\n${more.join('')}`;
  });
  return [`${start}${random.pick(blanks)}\n`, ...items];
}

/** Lines that are put together from what has a meaning somewhere. */
function soup(random: Random): string {
  const pieces = [
    '[',
    ']',
    '[[',
    'Option:',
    ':',
    ': ',
    '- ',
    '-',
    '"""',
    '#',
    '\n',
    '\n',
    '\n',
    '\r',
    '\t',
    '  ',
    '\ufeff',
    '//',
  ];
  return Array.from({ length: random.below(30) }, () => random.pick([...pieces, ...labels, ...words])).join('');
}

/** What load forms say: what is written, without its places and in whatever order, and every comment. A formatter keeps it. */
export function formMeaning(text: string): string {
  return [withoutPlaces(text), ...comments(text)].join('\n');
}

/** What is written, without its places. The order of fields within a form is the formatter's. */
function withoutPlaces(text: string): string {
  const { model } = parseLoadForm(text);
  return JSON.stringify(
    model.forms.map((form: Form) => [
      form.name,
      inAnyOrder(form.fields),
      form.options.map(({ kind, fields }) => [kind, inAnyOrder(fields)]),
    ]),
    (key, value) => (/range$/i.test(key) ? undefined : value),
  );
}

function inAnyOrder(fields: readonly FormField[]): readonly FormField[] {
  return [...fields].sort((a, b) =>
    labelKey(a.label) < labelKey(b.label) ? -1 : labelKey(a.label) > labelKey(b.label) ? 1 : 0,
  );
}

/** Every line that begins with `#`, wherever it stands: more than the comments. */
function comments(text: string): string[] {
  return text
    .split(/\r*\n/)
    .map((line) => line.replace(/^\ufeff/, '').trim())
    .filter((line) => line.startsWith('#'))
    .sort();
}

/**
 * Formats load forms that are made at random, changed at random, and no forms at all: the model and every comment stay, and a second time nothing changes.
 * @returns the first run that broke this, in words
 */
export function fuzzFormatter(runs: number, seed: number): string | undefined {
  const random = new Random(seed);
  let formatted = 0;
  for (let run = 0; run < runs; run++) {
    const made = randomForms(random);
    const text = random.pick([made, mutate(random, made), soup(random)]);
    const told = `seed ${seed}, run ${run}: ${JSON.stringify(text)}`;
    const once = formatLoadForm(text, formOrder);
    if (once !== text) formatted += 1;
    const twice = formatLoadForm(once, formOrder);
    if (twice !== once) return `${told} becomes ${JSON.stringify(once)}, then ${JSON.stringify(twice)}`;
    const [before, after] = [formMeaning(text), formMeaning(once)];
    if (before !== after) return `${told} becomes ${JSON.stringify(once)}:\n${before}\n${after}`;
  }
  return formatted > runs / 5 ? undefined : `only ${formatted} of ${runs} texts were formatted at all`;
}
