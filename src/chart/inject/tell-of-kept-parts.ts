import type { ChartDraft } from './chart-draft.ts';
import { isOurs } from './our-mark.ts';

/** Says that the parts of an earlier injection stay: who wishes for nothing has not said that they should go. */
export function tellOfKeptParts(draft: ChartDraft): void {
  const ours = draft.templates().filter((path) => isOurs(draft.text(path) ?? ''));
  const [file] = ours;
  if (file === undefined) return;
  const more = ours.length > 1 ? ` and ${ours.length - 1} more` : '';
  draft.finding({
    code: 'chart-parts-kept',
    severity: 'warning',
    message: `The chart has parts of an earlier injection (${file}${more}). They stay as they are, for the settings do not have this chart.`,
    hint: 'Name the chart under charts in the settings: then what inject says there is put in, and what it does not say is taken out.',
    file,
  });
}
