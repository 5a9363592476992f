import { describe, expect, it } from 'vitest';
import { checkForm, type FieldSpec, fieldsOf, formKinds, optionKinds, type TextShape } from '#catalog';
import type { FormValue } from '#formats';
import type { TextProblem } from '#problem';
import {
  faults,
  formWith,
  groups,
  isWanted,
  list,
  members,
  partners,
  sampleOf,
  sampleText,
  text,
} from './sample-forms.ts';

/** Every field of the catalogue, those of list items too, with a way to check a form that has it as given (or not at all). */
interface Case {
  readonly name: string;
  readonly spec: FieldSpec;
  readonly check: (value: FormValue | undefined) => TextProblem[];
}

const parts = formKinds.flatMap((kind) =>
  [undefined, ...(kind === 'Container version' ? optionKinds : [])].map((option) => ({ kind, option })),
);

const cases: readonly Case[] = parts.flatMap(({ kind, option }) => {
  const specs = fieldsOf(kind, option);
  const part = option ? `${kind}, ${option}` : kind;
  return specs
    .filter(({ id }) => id !== 'form' && id !== 'approval')
    .flatMap((spec): Case[] => {
      const beside = (): [string, FormValue][] => partners(spec, specs);
      const check = (value: FormValue | undefined): TextProblem[] => {
        const changes = value ? ([...beside(), [spec.id, value]] as const) : beside();
        return checkForm(formWith(kind, option, new Map(changes), value ? undefined : spec.id));
      };
      const { shape } = spec;
      const inner = shape.kind === 'groups' ? shape.fields : [];
      return [
        { name: `${part}: ${spec.label}`, spec, check },
        ...inner.map((member) => ({
          name: `${part}: ${spec.label}: ${member.label}`,
          spec: member,
          check: (value: FormValue | undefined) => check(groups(members(inner, member, value))),
        })),
      ];
    });
});

/** The shape of the text that stands in the field, or in one item of it. */
function textShape({ shape }: FieldSpec): TextShape | undefined {
  return shape.kind === 'text' ? shape : shape.kind === 'list' ? shape.item : undefined;
}

function one({ shape }: FieldSpec, content: string): FormValue {
  return shape.kind === 'list' ? list(content) : text(content);
}

/** What the check finds that is not about fields beside the one that is looked at: those have tests of their own. */
function own(problems: readonly TextProblem[]): string[] {
  return faults(problems).filter(
    (fault) => !/has no (Agentic type|Endpoint|EULA|FPGA)|ask for amd64 and arm64/.test(fault),
  );
}

/** The text made as long as that, of a kind with its last character. */
function padded(content: string, length: number): string {
  return content.padEnd(length, /\d$/.test(content) ? '1' : 'x');
}

/** So many texts that each differ, of a form that the field takes. */
function many(spec: FieldSpec, count: number): string[] {
  const shape = textShape(spec);
  const known = shape?.values ?? shape?.list?.values ?? [];
  if (known.length >= count) return known.slice(0, count);
  const sample = shape ? sampleText(shape) : '';
  const pad = (index: number): string => String(index).padStart(4, '0');
  if (spec.id === 'kubernetes') return Array.from({ length: count }, (_, index) => `1.${index}`);
  if (/\/\d+$/.test(sample)) return Array.from({ length: count }, (_, index) => `10.0.${index}.0/24`);
  if (/^\d{12}$|^afi-/.test(sample))
    return Array.from({ length: count }, (_, index) => sample.slice(0, -4) + pad(index));
  return Array.from({ length: count }, (_, index) => `${sample}${pad(index)}`);
}

describe('each field of the catalogue', () => {
  it('is among those that are looked at here', () => {
    expect(cases.length).toBeGreaterThan(120);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });

  it.each(cases)('$name: its sample is accepted', ({ spec, check }) => {
    expect(own(check(sampleOf(spec)))).toEqual([]);
  });

  it.each(cases.filter(({ spec }) => isWanted(spec)))('$name: is missed', ({ spec, check }) => {
    const missing = check(undefined).filter(({ rule }) => rule === 'form-field-missing');
    expect(missing).toContainEqual(expect.objectContaining({ message: expect.stringContaining(`no ${spec.label}`) }));
    const awsCode = spec.awsCodes.missing;
    if (awsCode) expect(missing.map((problem) => problem.awsCode)).toContain(awsCode);
  });

  const limited = cases.filter(({ spec }) => textShape(spec)?.most !== undefined);
  it.each(limited)('$name: the longest is accepted, one more is not', ({ spec, check }) => {
    const shape = textShape(spec);
    const most = shape?.most ?? 0;
    const longest = padded(shape ? sampleText(shape) : '', most);
    // A reference has a grammar of its own, which ends before AWS's limit; a list of values ends before it too.
    const isNarrower = shape?.list !== undefined || spec.id === 'images' || spec.id === 'chart';
    const found = own(check(one(spec, longest)));
    if (isNarrower) expect(found.join()).not.toContain(' characters.');
    else expect(found).toEqual([]);
    expect(own(check(one(spec, padded(longest, most + 1)))).join()).toContain(`: ${most + 1} of ${most} characters.`);
    expect(check(one(spec, padded(longest, most + 1))).map(({ awsCode }) => awsCode)).toContain(spec.awsCodes.long);
  });

  const numbers = cases.filter(({ spec }) => textShape(spec)?.range);
  it.each(numbers)('$name: the least and the most are accepted, and nothing beyond', ({ spec, check }) => {
    const { least = 0, most = 0 } = textShape(spec)?.range ?? {};
    // One end of a range of ports beyond the other is another finding.
    const found = (value: number | string): string[] =>
      own(check(text(String(value)))).filter((fault) => !fault.includes('lies above'));
    expect([found(least), found(most)]).toEqual([[], []]);
    for (const value of [least - 1, most + 1, '22a', '1.5']) expect(found(value).join()).toContain('must be a number');
  });

  const patterned = cases.filter(({ spec }) => textShape(spec)?.pattern && spec.id !== 'versionTitle');
  it.each(patterned)('$name: what is not of its form is refused', ({ spec, check }) => {
    expect(own(check(one(spec, '/ no')))).not.toEqual([]);
  });

  const closed = cases.filter(({ spec }) => textShape(spec)?.values);
  it.each(closed)('$name: takes each of its values and no other', ({ spec, check }) => {
    for (const value of textShape(spec)?.values ?? []) {
      const found = own(check(one(spec, value))).filter((fault) => fault.includes('no value'));
      expect(found).toEqual([]);
    }
    expect(own(check(one(spec, 'Nonesuch'))).join()).toContain('form-value-unknown');
  });

  const open = cases.filter(({ spec }) => textShape(spec)?.list);
  it.each(open)('$name: a value that is not in its list is a warning', ({ spec, check }) => {
    const [known = ''] = textShape(spec)?.list?.values ?? [];
    expect(own(check(one(spec, known)))).toEqual([]);
    const found = check(one(spec, `${known}x`)).filter(({ rule }) => rule === 'form-value-unknown');
    const isVersion = spec.id === 'kubernetes';
    expect(found.map(({ severity }) => severity)).toEqual(isVersion ? [] : ['warning']);
    if (isVersion) expect(own(check(one(spec, '1.99'))).join()).toContain('form-value-unknown');
  });

  const lists = cases.filter(({ spec }) => spec.shape.kind === 'list');
  it.each(lists)('$name: the most items are accepted, one more is not; none twice', ({ spec, check }) => {
    if (spec.shape.kind !== 'list') return;
    const { most } = spec.shape;
    const counts = (items: readonly string[]): TextProblem[] =>
      check(list(...items)).filter(({ rule, severity }) => rule === 'form-value-count' && severity === 'error');
    expect(counts(many(spec, most))).toEqual([]);
    const beyond = counts(many(spec, most + 1));
    expect(beyond.map(({ message }) => message)).toEqual([`${spec.label}: ${most + 1} of ${most} items.`]);
    expect(beyond[0]?.awsCode).toBe(spec.awsCodes.many);
    const [first = ''] = many(spec, 1);
    const twice = check(list(first, first)).filter(({ rule }) => rule === 'form-value-duplicate');
    expect(twice.map(({ awsCode }) => awsCode)).toEqual([spec.awsCodes.twice]);
  });

  const grouped = cases.filter(({ spec }) => spec.shape.kind === 'groups');
  it.each(grouped)('$name: the most items are accepted, one more is not', ({ spec, check }) => {
    if (spec.shape.kind !== 'groups') return;
    const { most, fields } = spec.shape;
    const items = Array.from({ length: most + 1 }, () => members(fields));
    const counts = (count: number): string[] =>
      own(check(groups(...items.slice(0, count)))).filter((fault) => fault.includes('form-value-count'));
    expect(counts(most)).toEqual([]);
    expect(counts(most + 1)).toEqual([`form-value-count ${spec.label}: ${most + 1} of ${most} items.`]);
    const twice = faults(check(groups(...items.slice(0, 2)))).filter((fault) => fault.includes('duplicate'));
    expect(twice).toHaveLength(spec.shape.unique === undefined ? 0 : 1);
  });

  const alone = cases.filter(({ spec }) => spec.shape.kind === 'text');
  it.each(alone)('$name: takes no list', ({ check }) => {
    expect(own(check(list('a', 'b'))).join()).toContain('form-value-shape');
  });
});
