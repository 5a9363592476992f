import type { Range, TextProblem } from '#problem';

/** What every parser of this room answers, whatever the text: as much of a model as it could read, and what is wrong. */
export interface Parsed<Model> {
  readonly model: Model;
  readonly problems: readonly TextProblem[];
}

/** The start of a file: where a problem stands that is about the whole of it. */
export const fileStart: Range = { line: 1, column: 1, endLine: 1, endColumn: 1 };
