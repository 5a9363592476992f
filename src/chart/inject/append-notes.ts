import type { ChartDraft } from './chart-draft.ts';

const file = 'templates/NOTES.txt';
const line = '{{ include "awsmp.notes" . }}';

/** Has the notes of the chart end with ours. What the chart says there keeps its bytes. */
export function appendNotes(draft: ChartDraft, isWanted: boolean): void {
  const text = draft.text(file);
  const ours = text?.indexOf(line) ?? -1;
  if (isWanted && ours < 0) {
    if (draft.isUnreadable(file)) return;
    const newLine = /\r?\n/.exec(text ?? '')?.[0] ?? '\n';
    const between = text === undefined || text === '' ? '' : text.endsWith('\n') ? newLine : newLine + newLine;
    draft.set(file, (text ?? '') + between + line + newLine);
  }
  if (isWanted || text === undefined || ours < 0) return;
  const rest = text.slice(0, ours) + text.slice(ours + line.length).replace(/^\r?\n/, '');
  // Without it a file that held nothing else is not needed.
  if (rest.trim() === '') draft.remove(file);
  else draft.set(file, rest.replace(/(\r?\n)\r?\n$/, '$1'));
}
