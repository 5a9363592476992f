import { fieldOf, findOption, formKinds, nearestValue, optionKinds } from '#catalog';
import type { Range, TextProblem } from '#problem';
import type { Facts } from '../facts.ts';
import type { Fix } from '../language.ts';
import { approvalFixes } from './approval-fixes.ts';
import { characterFixes } from './character-fixes.ts';
import { dashFixes } from './dash-fixes.ts';
import { type FormContext, formContext } from './form-context.ts';
import { type FieldHolder, type FormPart, fieldAt, holdersOf, partAt } from './form-place.ts';
import { missingFixes, optionFixes } from './missing-fixes.ts';
import { commentFix, itemRemoval, removalFix } from './removal-fixes.ts';
import { textShape, valuesOf } from './spec-words.ts';

/** A selection over a whole form should not make a list that nobody reads. */
const mostFixes = 40;

/** So many problems are looked at: each may take a look at all of its form. */
const mostProblems = 100;

/** What can be done about the problems of load forms. */
export function fixForm(text: string, problems: readonly TextProblem[], { forms: around }: Facts): Fix[] {
  if (problems.length === 0) return [];
  const context = formContext(text, around);
  // Several problems of one place have the same cure.
  const byTitle = new Map<string, Fix>();
  for (const problem of problems.slice(0, mostProblems)) {
    if (byTitle.size >= mostFixes) break;
    const part = partAt(context.parts, problem.range.line);
    for (const fix of part ? fixesOf(problem, part, context) : []) {
      const key = JSON.stringify([fix.title, fix.edits.length, fix.edits[0]]);
      if (!byTitle.has(key)) byTitle.set(key, fix);
    }
  }
  return [...byTitle.values()].slice(0, mostFixes);
}

function fixesOf(problem: TextProblem, part: FormPart, context: FormContext): Fix[] {
  switch (problem.rule) {
    case 'form-kind':
      return kindFixes(problem, part, context);
    case 'form-option':
      return problem.range.line === part.form.nameRange.line && !part.option
        ? optionFixes(part, context)
        : nearestOption(problem, part);
    case 'form-field-unknown':
      return [...nearestLabel(problem, part), ...commentFix(problem, part, context)];
    case 'form-field-missing':
      return missingFixes(problem, part, context);
    case 'form-field-twice':
    case 'form-field-misplaced':
    case 'duplicate-key':
      return removalFix(problem, part, context);
    case 'form-value-duplicate':
      return itemRemoval(problem, part, context);
    case 'form-value-unknown':
      return nearestOf(problem, part, context);
    case 'form-characters':
      return characterFixes(problem, context);
    case 'form-approval':
      return approvalFixes(part, context);
    case 'form-list':
      return dashFixes(problem, context.lines);
    default:
      return [];
  }
}

/** Another kind, where there is nearly one; else each of them, for the form to be of. */
function kindFixes({ range, rule }: TextProblem, { form }: FormPart, { lines, lineBreak }: FormContext): Fix[] {
  const field = form.fields.find(({ key }) => key === 'form');
  if (field && (field.value.kind !== 'text' || field.value.isBlock)) return [];
  const written = field?.value.kind === 'text' ? field.value.text : '';
  const near = nearestValue(written, formKinds);
  if (near !== undefined) return [change(near, range, rule)];
  const isPreferred = false;
  if (field) {
    const text = (kind: string) => (written === '' ? ` ${kind}` : kind);
    return formKinds.map((kind) => ({ ...change(kind, field.value.range, rule, text(kind)), isPreferred }));
  }
  // Fields before any name are a form whose first line is one of them.
  if (form.name === '') return [];
  const line = form.range.line;
  const column = (lines[line - 1]?.length ?? 0) + 1;
  const place = { line, column, endLine: line, endColumn: column };
  return formKinds.map((kind) => ({
    title: `Add Form: ${kind}`,
    edits: [{ range: place, text: `${lineBreak}Form: ${kind}` }],
    isPreferred,
    isSafe: false,
    solves: rule,
  }));
}

function nearestOption({ range, rule }: TextProblem, { form, option, kind }: FormPart): Fix[] {
  if (!option || kind !== 'Container version') return [];
  const hasAddOn = form.options.some((each) => findOption(each.kind) === 'EKS add-on');
  const near = nearestValue(option.kind, hasAddOn ? optionKinds.filter((each) => each !== 'EKS add-on') : optionKinds);
  return near === undefined || findOption(option.kind) ? [] : [change(near, range, rule)];
}

function nearestLabel({ range, rule }: TextProblem, part: FormPart): Fix[] {
  const found = labelAt(part, range);
  if (!found) return [];
  const { specs, fields } = found.holder;
  const there = new Set(fields.map(({ label }) => fieldOf(specs, label)));
  const free = specs
    .filter((spec) => !spec.isRetired && !there.has(spec))
    .flatMap((spec) => [spec.label, ...spec.aliases]);
  const near = nearestValue(found.label, free);
  const meant = near === undefined ? undefined : fieldOf(specs, near)?.label;
  return meant === undefined ? [] : [change(meant, range, rule)];
}

/** The label that a range is of, with the fields that it stands among. */
function labelAt(part: FieldHolder, range: Range): { label: string; holder: FieldHolder } | undefined {
  for (const holder of holdersOf(part)) {
    const field = holder.fields.find(({ labelRange }) => isSame(labelRange, range));
    if (field) return { label: field.label, holder };
  }
  return undefined;
}

function nearestOf({ range, rule }: TextProblem, part: FormPart, { lines }: FormContext): Fix[] {
  const spec = fieldAt(part, range)?.spec;
  if (!spec || !textShape(spec.shape) || range.line !== range.endLine) return [];
  const written = (lines[range.line - 1] ?? '').slice(range.column - 1, range.endColumn - 1);
  const near = nearestValue(written, valuesOf(spec.shape));
  return near === undefined || near === written ? [] : [change(near, range, rule)];
}

function change(title: string, range: Range, solves: Fix['solves'] & string, text = title): Fix {
  return { title: `Change to ${title}`, edits: [{ range, text }], isPreferred: true, isSafe: false, solves };
}

function isSame(a: Range, b: Range): boolean {
  return a.line === b.line && a.column === b.column && a.endLine === b.endLine && a.endColumn === b.endColumn;
}
