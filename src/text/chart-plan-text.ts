import { type ChartPlan, pushedItems } from '#jobs';
import { shortDigest } from '#reference';
import { formatBytes, formatCount } from './amounts.ts';
import { chartImageRows, chartImageSummary } from './chart-image-rows.ts';
import { chartProblemLines } from './chart-problem-lines.ts';
import { diffText } from './diff-text.ts';
import { fileWarnings } from './file-warnings.ts';
import { type Line, line, type Style, span } from './line.ts';
import { linesOf } from './passage.ts';
import { placedReference } from './placed-reference.ts';
import { credentialLines, indented, placeLines, rehearsal } from './plan-text.ts';
import { plannedRepositoryLines } from './repository-rows.ts';
import { repositoryQuestion } from './repository-words.ts';
import { silencedWords } from './silenced-words.ts';
import { targetPlace } from './target-place.ts';

/** Lines of one file's change that are shown, and of all. */
const mostOfFile = 200;
const mostOfAll = 1000;

const styles: Readonly<Record<ChartPlan['changes'][number]['what'], Style>> = {
  added: 'good',
  changed: 'warn',
  removed: 'bad',
};

/** The plan of an injection as a person reads it: each file as it changes, the images, what speaks against it, and what would be written. */
export function chartPlanText(plan: ChartPlan, width: number): Line[] {
  const { chart, result, target, changes, images, problems, endpoints } = plan;
  const from = chart.digest === undefined ? chart.source : `${chart.source} (${shortDigest(chart.digest)})`;
  const name = `${result.name} ${result.version}`;
  const was = result.name === chart.name && result.version === chart.version ? '' : `, as ${name}`;
  const told = problems.length + plan.fileWarnings.length;
  return [
    ...placeLines(
      `Chart ${chart.name} ${chart.version}${was}, for target ${target.name ?? target.kind}`,
      target,
      width,
    ),
    ...indented(`Read from ${from}; delivered as ${deliveries[plan.delivery]}`, width),
    ...rehearsal({ endpoints, target }, width),
    line(),
    ...changeRows(changes),
    ...(changes.length === 0 ? indented('Nothing changes: the chart has all of it already.', width) : []),
    line(),
    ...changeDiffs(changes),
    ...chartImageRows(images, target, width),
    ...(images.length > 0 ? [line()] : []),
    ...chartProblemLines(problems, width),
    ...linesOf(fileWarnings({ warnings: plan.fileWarnings }, width, (file) => file)),
    ...(told > 0 ? [line()] : []),
    ...indented(`${changeSummary(changes)}; ${chartImageSummary(images)}`, width),
    ...indented(checkedWords(plan), width),
    ...(plan.silenced ?? []).flatMap((rule) => indented(silencedWords(rule), width)),
    ...indented(`Packed: ${formatBytes(plan.archive.size)}, ${plan.archive.digest}`, width),
    ...outputLines(plan, width),
    ...pushLines(plan, width),
    ...plannedRepositoryLines(plan, width),
    ...credentialLines(endpoints, width),
  ];
}

/** What follows a plan that was only made. */
export function chartPlanEnding(plan: ChartPlan, width: number): Line[] {
  const next = 'Write it with -o FILE.tgz, push it with --push.';
  const reason = 'What is an error, taken or refused stands in its way.';
  return indented(`Nothing has been written. ${plan.ok ? next : reason}`, width);
}

const deliveries = { helm: 'a Helm chart', 'eks-add-on': 'an EKS add-on' } as const;

function changeRows(changes: ChartPlan['changes']): Line[] {
  return changes.map(({ path, what, isCut }) => [
    span(`  ${what.padEnd(11)}`, styles[what]),
    span(path),
    ...(isCut ? [span('  too long to be shown here', 'muted')] : []),
  ]);
}

function changeDiffs(changes: ChartPlan['changes']): Line[] {
  let left = mostOfAll;
  let hidden = 0;
  const lines = changes.flatMap((change) => {
    if (change.isCut) return [];
    if (left <= 0) {
      hidden++;
      return [];
    }
    const shown = diffText(change, Math.min(mostOfFile, left));
    left -= shown.length;
    return [...shown, line()];
  });
  if (hidden === 0) return lines;
  return [
    ...lines,
    line(`  … the changes of ${formatCount(hidden, 'more file')}; --json has all of them`, 'muted'),
    line(),
  ];
}

function changeSummary(changes: ChartPlan['changes']): string {
  const counts = (['added', 'changed', 'removed'] as const).flatMap((what) => {
    const count = changes.filter((change) => change.what === what).length;
    return count === 0 ? [] : [`${count} ${what}`];
  });
  return counts.length === 0 ? 'no file changes' : `${formatCount(changes.length, 'file')}: ${counts.join(', ')}`;
}

function checkedWords({ checked }: ChartPlan): string {
  return checked.by === 'helm'
    ? `Linted and rendered by helm ${checked.version}, and held against the rules.`
    : `Held against the rules by its files alone (${checked.why}): a real helm did not render it.`;
}

function outputLines({ output }: ChartPlan, width: number): Line[] {
  if (!output) return [];
  const words = {
    absent: `To be written: ${output.file}`,
    replaced: `To be written in place of another one: ${output.file}`,
    present: `${output.file} is just that already.`,
  };
  return indented(words[output.state], width);
}

function pushLines({ push, target, ok }: ChartPlan, width: number): Line[] {
  if (!push) return [];
  const name = placedReference(push.reference, target);
  const final = target.kind === 'marketplace' ? ', final: it can never be replaced or deleted' : '';
  const held = push.digest === undefined ? '' : ` (${shortDigest(push.digest)})`;
  const words = {
    absent: ok ? `To be pushed: ${name}${final}` : `Not pushed while something stands in its way: ${name}`,
    present: `${name} is there already${held}.`,
    conflict: `${name}: ${push.message ?? 'the tag is taken'}`,
    failed: `${name}: ${push.message ?? 'it cannot be pushed'}`,
  };
  const code = push.code === undefined ? '' : `${push.code}  `;
  return indented([`${code}${words[push.state]}`, push.hint ?? ''].filter((text) => text !== '').join('\n'), width);
}

/** The question before the writes of a plan: what, where, as whom. */
export function chartQuestion({ result, output, push, target, repositories, images }: ChartPlan): string {
  const name = `${result.name} ${result.version}`;
  const writes = output && output.state !== 'present' ? `write ${output.file}` : '';
  const as = target.account === undefined ? '' : ` as account ${target.account}`;
  const tag = target.kind === 'marketplace' ? 'with a final tag ' : '';
  const pushes = push?.state === 'absent' ? `push ${name} ${tag}to ${targetPlace(target)}${as}` : '';
  const brings = repositoryQuestion({ repositories, items: pushedItems({ push }) });
  const makes = brings === '' ? '' : `${brings.charAt(0).toLowerCase()}${brings.slice(1)}`;
  const parts = [writes, makes, pushes].filter((part) => part !== '');
  const last = parts.pop() ?? '';
  const text = parts.length === 0 ? last : `${parts.join(', ')}, and ${last}`;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${doubtWords(images)}?`;
}

/** How many images nobody can pull yet, or nobody could look at. */
function doubtWords(images: ChartPlan['images']): string {
  const count = images.filter(({ state, isGuess }) => !isGuess && (state === 'missing' || state === 'unknown')).length;
  return count === 0 ? '' : `, with ${formatCount(count, 'image')} missing or unknown`;
}
