import type { Range, TextProblem } from '#problem';
import { isTag, parseReference, type Reference, type ReferenceFault, repositoryFault } from '#reference';
import { quote } from './quote.ts';

/** Where an image goes: `path:tag`, as written. The parts are there when the text could be read. */
export interface DestField {
  readonly text: string;
  readonly range: Range;
  readonly repository?: string;
  readonly tag?: string;
}

/** Where an image comes from, as written. The reference is there when the text could be read. */
export interface SourceField {
  readonly text: string;
  readonly range: Range;
  readonly reference?: Reference;
}

/** The place in the file of a part of a field's text; without arguments, of the whole field. */
export type Place = (at?: number, length?: number) => Range;

/** Splits `path:tag`, or says what is wrong with it. A destination never names a host: that is the target's. */
export function readDest(text: string, place: Place): { field: DestField; problem?: TextProblem } {
  const colon = text.lastIndexOf(':');
  const tagged = colon > text.lastIndexOf('/');
  const repository = tagged ? text.slice(0, colon) : text;
  const plain = { text, range: place() };
  const at = text.indexOf('@');
  if (at >= 0) {
    const message = `The destination ${quote(text)} holds an @; it is a path and a tag, without a digest.`;
    const problem = invalid(place(at, text.length - at), message, 'Write it as path:tag.');
    return { field: plain, problem };
  }
  const fault = repositoryFault(repository);
  if (fault !== undefined) {
    const range = place(0, repository.length);
    const problem = invalid(range, `The destination ${quote(text)} is not of the form path:tag: ${fault}.`, undefined);
    return { field: plain, problem };
  }
  if (!tagged) return { field: { ...plain, repository }, problem: tagMissing(text, place()) };
  const tag = text.slice(colon + 1);
  if (tag === '') return { field: { ...plain, repository }, problem: tagMissing(text, place()) };
  if (!isTag(tag)) {
    const message = `${quote(tag)} is not a tag: letters, digits and _ . - are allowed, at most 128, not beginning with . or -.`;
    return { field: { ...plain, repository }, problem: invalid(place(colon + 1, tag.length), message, undefined) };
  }
  return { field: { text, range: plain.range, repository, tag } };
}

/** Reads an image reference, or says what is wrong with it. Whether a digest must be there is the caller's matter. */
export function readSource(text: string, place: Place): { field: SourceField; problem?: TextProblem } {
  const plain = { text, range: place() };
  const parsed = parseReference(text);
  if (parsed.ok) return { field: { text, range: plain.range, reference: parsed.reference } };
  return { field: plain, problem: sourceProblem(text, parsed.fault, place) };
}

/** The problem of a text that is no image reference. */
export function sourceProblem(text: string, fault: ReferenceFault, place: Place): TextProblem {
  const range = place(fault.at, fault.length);
  if (fault.part === 'digest') {
    const message = `The digest of ${quote(text)} is malformed: ${fault.message}.`;
    return {
      rule: 'digest-malformed',
      severity: 'error',
      range,
      message,
      hint: 'Copy the whole digest from the registry.',
    };
  }
  const message = `The source ${quote(text)} is not an image reference: ${fault.message}.`;
  return { rule: 'source-invalid', severity: 'error', range, message };
}

function tagMissing(text: string, range: Range): TextProblem {
  const message = `The destination ${quote(text)} has no tag.`;
  return { rule: 'tag-missing', severity: 'error', range, message, hint: 'Add the tag: path:tag.' };
}

function invalid(range: Range, message: string, hint: string | undefined): TextProblem {
  return { rule: 'destination-invalid', severity: 'error', range, message, ...(hint === undefined ? {} : { hint }) };
}
