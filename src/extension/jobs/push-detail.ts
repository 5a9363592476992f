import type { MirrorPlan } from '#jobs';
import { type FinalWrites, finalWrites, formatBytes, formatCount } from '#text';
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
    ...lines,
    ...(cut.length === 0 ? [] : ['', ...cut, `All ${formatCount(tags, 'tag')} are listed in ${listedIn}.`]),
    '',
    ...placeLines(plan),
    ...(whole === undefined || whole === '' ? [] : [`Product: ${whole}`]),
    `To move: ${formatBytes(plan.summary.bytes)}`,
    ...leftOut(plan),
  ].join('\n');
}

/** Whether every final write stands in the detail. */
export function isWholeInDetail(plan: MirrorPlan): boolean {
  return pushLines(finalWrites(plan), false).cut.length === 0;
}

/** The button that pushes. */
export function pushButton({ summary }: Pick<MirrorPlan, 'summary'>): string {
  return `Push ${formatCount(summary.copy, 'tag')}`;
}

/** What can be said of the product once, for all that is written; undefined when each line has to say its own. */
function wholeProduct({ target }: MirrorPlan, writes: readonly FinalWrites[]): string | undefined {
  const [product, ...others] = new Set(writes.map((one) => one.product));
  if (others.length > 0) return undefined;
  return product ?? (target.kind === 'marketplace' ? 'not known' : '');
}

function placeLines({ target }: MirrorPlan): string[] {
  const { registry, prefix, account, profile } = target;
  return [
    `Registry: ${prefix === '' ? registry : `${registry}/${prefix}`}`,
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
