import type { ChartDraft } from './chart-draft.ts';
import { helpersFile, isOurs, ourMark } from './our-mark.ts';
import type { PartContent } from './part-content.ts';

/** Puts the templates of the parts into the chart, in place of those that another injection has left. A file that is not ours stays. */
export function addTemplates(draft: ChartDraft, contents: readonly PartContent[]): void {
  const files = new Map(contents.flatMap((content) => content.files.map(({ path, text }) => [path, text])));
  const helpers = helpersOf(contents);
  if (helpers !== '') files.set(helpersFile, ourMark + helpers);
  for (const path of draft.templates()) {
    if (!files.has(path) && isOurs(draft.text(path) ?? '')) draft.remove(path);
  }
  for (const [path, text] of files) {
    if (!draft.has(path) || isOurs(draft.text(path) ?? '')) draft.set(path, text);
    else {
      const message = `The chart has a file ${path} already, and it is not of an injection.`;
      const hint = 'Give the file of the chart another name.';
      draft.finding({ code: 'chart-part-in-the-way', severity: 'error', message, hint, file: path, line: 1 });
    }
  }
}

/** Each once, whatever parts share it. */
function helpersOf(contents: readonly PartContent[]): string {
  const helpers = [...new Set(contents.flatMap((content) => content.helpers))];
  const notes = contents.flatMap((content) => content.notes ?? []);
  if (notes.length > 0) helpers.push(`{{- define "awsmp.notes" -}}\n${notes.join('\n')}{{- end }}\n`);
  return helpers.join('\n');
}
