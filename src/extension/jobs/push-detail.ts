import type { MirrorPlan } from '#jobs';
import { finalWrites, formatBytes, formatCount } from '#text';
import type { WorkerWorld } from '#worker';

/** A dialog does not scroll. */
const mostLines = 40;

/** What is said below the question before a push: every final write, then where and as whom, then what is not pushed. */
export function pushDetail(plan: MirrorPlan, world: WorkerWorld): string {
  const { products = [] } = plan;
  // One product is named once, below.
  const writes = finalWrites(products.length > 1 ? plan : { ...plan, products: [] });
  const shown = writes.length > mostLines ? writes.slice(0, mostLines - 1) : writes;
  const more = writes.length - shown.length;
  return [
    ...(world === 'sandbox' ? ['This is the sandbox on this machine: nothing real is written.', ''] : []),
    ...shown,
    ...(more > 0 ? [`and ${formatCount(more, 'more repository', 'more repositories')}: the plan lists them all`] : []),
    '',
    ...placeLines(plan),
    ...leftOut(plan),
  ].join('\n');
}

/** The button that pushes. */
export function pushButton({ summary }: Pick<MirrorPlan, 'summary'>): string {
  return `Push ${formatCount(summary.copy, 'tag')}`;
}

function placeLines({ target, summary, products = [] }: MirrorPlan): string[] {
  const { registry, prefix, account, profile } = target;
  return [
    `Registry: ${prefix === '' ? registry : `${registry}/${prefix}`}`,
    ...(account === undefined ? [] : [`Account: ${account}`]),
    ...(profile === undefined ? [] : [`Profile: ${profile}`]),
    ...(products.length === 0 ? [] : [`Product: ${products.map(({ title }) => title).join(', ')}`]),
    `To move: ${formatBytes(summary.bytes)}`,
  ];
}

function leftOut({ summary: { conflict, failed } }: MirrorPlan): string[] {
  const words = [
    ...(conflict > 0 ? [formatCount(conflict, 'conflict')] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
  return words.length === 0 ? [] : [`Not pushed: ${words.join(', ')}`];
}
