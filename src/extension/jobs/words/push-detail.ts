import { type MirrorPlan, neededRepositories } from '#jobs';
import {
  type FinalWrites,
  finalWrites,
  formatBytes,
  formatCount,
  hasPushes,
  pushDoubts,
  pushWords,
  repositoryQuestion,
  targetPlace,
} from '#text';
import type { WorkerWorld } from '#worker';
import { pushLines } from './push-lines.ts';

/**
 * What is said below the question before a push: every final write, then where and as whom, then what is not pushed.
 * @param listedIn where all of it can be read when there is too much for a dialog
 */
export function pushDetail(plan: MirrorPlan, world: WorkerWorld, listedIn: string): string {
  const writes = finalWrites(plan);
  const whole = wholeProduct(plan, writes);
  const { lines, cut } = pushLines(writes, whole === undefined);
  const tags = writes.reduce((sum, one) => sum + one.tags.length, 0);
  return [
    ...(world === 'sandbox' ? ['This is the sandbox on this machine: nothing real is written.', ''] : []),
    ...createdLines(plan),
    ...lines,
    ...(cut.length === 0 ? [] : ['', ...cut, `All ${formatCount(tags, 'tag')} are listed in ${listedIn}.`]),
    '',
    ...placeLines(plan),
    ...(whole === undefined || whole === '' ? [] : [`Product: ${whole}`]),
    ...(hasPushes(plan) ? [`To move: ${formatBytes(plan.summary.bytes)}`] : []),
    ...leftOut(plan),
    ...pushDoubts(plan),
  ].join('\n');
}

/** New repositories by name, or how many there are; how they are made stands in the plan. */
function createdLines(plan: MirrorPlan): string[] {
  const words = repositoryQuestion(plan);
  return words === '' ? [] : [`${words}: ${listedNames(neededRepositories(plan).map(({ name }) => name))}`, ''];
}

const mostNames = 5;

function listedNames(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).join(', ');
  return names.length > mostNames ? `${shown} and ${names.length - mostNames} more` : shown;
}

/** Whether every final write stands in the detail. */
export function isWholeInDetail(plan: MirrorPlan): boolean {
  return pushLines(finalWrites(plan), false).cut.length === 0;
}

/** The button that pushes. */
export function pushButton(plan: MirrorPlan): string {
  const first = repositoryQuestion(plan);
  // The button repeats the question; what comes before the push stands in it.
  return first !== '' && !hasPushes(plan) ? first : `Push ${pushWords(plan)}`;
}

/** What can be said of the product once, for all that is written; undefined when each line has to say its own. */
function wholeProduct({ target }: MirrorPlan, writes: readonly FinalWrites[]): string | undefined {
  const [product, ...others] = new Set(writes.map((one) => one.product));
  if (others.length > 0) return undefined;
  return product ?? (target.kind === 'marketplace' ? 'not known' : '');
}

function placeLines({ target }: MirrorPlan): string[] {
  const { account, profile, layout } = target;
  return [
    `${layout === undefined ? 'Registry' : 'Layout'}: ${targetPlace(target)}`,
    ...(account === undefined ? [] : [`Account: ${account}`]),
    ...(profile === undefined ? [] : [`Profile: ${profile}`]),
  ];
}

function leftOut({ summary: { conflict, failed } }: MirrorPlan): string[] {
  const words = [
    ...(conflict > 0 ? [formatCount(conflict, 'conflict')] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
  return words.length === 0 ? [] : [`Not pushed: ${words.join(', ')}`];
}
