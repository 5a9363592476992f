import type { InjectedChart } from '#chart';
import type { PlannedChange } from '../chart-plan.ts';

/** Characters of one file's text that a plan keeps, before and after each. */
const mostOfFile = 262_144;
/** Of all files. */
const mostInAll = 8_388_608;

/** The changes of a chart as a plan keeps them; a text that is too long, or more than a plan holds, is left out and that is told. */
export function plannedChanges(changes: InjectedChart['changes']): PlannedChange[] {
  let left = mostInAll;
  return changes.map(({ path, before, after }): PlannedChange => {
    const what = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
    const length = (before?.length ?? 0) + (after?.length ?? 0);
    const isKept = length <= left && [before, after].every((text) => (text?.length ?? 0) <= mostOfFile);
    if (!isKept) return { path, what, isCut: true };
    left -= length;
    return { path, what, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
  });
}
