import type { TextProblem } from '#problem';
import type { FormPart } from './form-place.ts';

/** A text whose problems are to be solved, read once. */
export interface FormContext {
  readonly lines: readonly string[];
  readonly lineBreak: string;
  readonly parts: readonly FormPart[];
  /** What the catalogue says of all forms, when somebody wants to know. */
  readonly found: () => readonly TextProblem[];
  /** Some text is not closed: quotes that are added anywhere below would close it. */
  readonly hasOpenBlock: boolean;
}
