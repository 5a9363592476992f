import { approvalHash, type FormAround, type FormLists, parseApproval } from '#catalog';
import { type Form, parseLoadForm } from '#formats';
import type { TextProblem } from '#problem';
import { type FormPart, holdersOf, isOpenBlock, partsIn } from './form-place.ts';
import { formLines } from './form-text.ts';
import { type PlainSign, plainSigns } from './plain-signs.ts';

/** A text whose problems are to be solved, read once. */
export interface FormContext {
  readonly lines: readonly string[];
  readonly lists: FormLists | undefined;
  readonly lineBreak: string;
  readonly parts: readonly FormPart[];
  /** What its parser found. */
  readonly problems: readonly TextProblem[];
  /** How all signs of the text that AWS refuses are written plainly, when somebody wants to know. */
  readonly plain: () => readonly PlainSign[];
  /** Whether the approval of a form holds, as far as is known: one whose image list is not known may. */
  readonly isApproved: (form: Form) => boolean;
  /** Some text is not closed: quotes that are added anywhere below would close it. */
  readonly hasOpenBlock: boolean;
}

/** Reads a text of load forms for whoever is to solve its problems; what costs time is found out once, and only when it is asked for. */
export function formContext(text: string, around: FormAround | undefined): FormContext {
  const { model, problems } = parseLoadForm(text);
  const [lines, parts] = [formLines(text), partsIn(model.forms)];
  const approved = new Map<Form, boolean>();
  let plain: readonly PlainSign[] | undefined;
  return {
    lines,
    lists: around?.lists,
    lineBreak: text.includes('\r\n') ? '\r\n' : '\n',
    parts,
    problems,
    plain: () => {
      plain ??= plainSigns(parts, lines);
      return plain;
    },
    isApproved: (form) => {
      const isApproved = approved.get(form) ?? holdsApproval(form, around?.lists);
      approved.set(form, isApproved);
      return isApproved;
    },
    hasOpenBlock: parts.flatMap(holdersOf).some(({ fields }) => fields.some(isOpenBlock)),
  };
}

function holdsApproval(form: Form, lists: FormLists | undefined): boolean {
  const value = form.fields.find(({ key }) => key === 'approval')?.value;
  const hash = value?.kind === 'text' ? parseApproval(value.text).hash : undefined;
  return hash !== undefined && hash === (approvalHash(form, lists) ?? hash);
}
