import { parseImageList } from '#formats';
import type { Problem, TextProblem } from '#problem';
import { distinctEntries } from '#release';
import { latestProblem } from '../shared/latest-problem.ts';

/** What its parser finds, repeated lines, and `latest`. */
export function diagnoseList(text: string): TextProblem[] {
  const { model, problems } = parseImageList(text);
  const repeated: Problem[] = [];
  distinctEntries({ file: '', kind: 'images', model }, repeated);
  const latest = model.entries.filter(({ dest }) => dest.tag === 'latest').map(({ range }) => latestProblem(range));
  return [...problems, ...repeated.map(({ file: _, ...problem }) => problem), ...latest];
}
