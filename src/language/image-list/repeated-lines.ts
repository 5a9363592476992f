import type { ImageList } from '#formats';
import type { Problem, TextProblem } from '#problem';
import { distinctEntries } from '#release';

/** The lines that only repeat an earlier one. */
export function repeatedLines(model: ImageList): TextProblem[] {
  const repeated: Problem[] = [];
  distinctEntries({ file: '', kind: 'images', model }, repeated);
  return repeated.map(({ file: _, ...problem }) => problem);
}
