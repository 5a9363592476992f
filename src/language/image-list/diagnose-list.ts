import { parseImageList } from '#formats';
import type { TextProblem } from '#problem';
import type { Around } from '../facts.ts';
import { latestProblem } from '../shared/latest-problem.ts';
import { resolvedList } from './resolved-list.ts';

/** What its parser finds, what lines have against each other and its release against them, and `latest`. */
export function diagnoseList(text: string, around: Around = {}): TextProblem[] {
  const { model, problems } = parseImageList(text);
  const latest = model.entries.filter(({ dest }) => dest.tag === 'latest').map(({ range }) => latestProblem(range));
  return [...problems, ...resolvedList(model, around), ...latest];
}
