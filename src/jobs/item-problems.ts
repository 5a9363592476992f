import type { Problem, SuppressedProblem } from '#problem';
import { shortDigest } from '#reference';
import type { Item } from './item.ts';

/** What is wrong with images, at the places that ask for them. */
export interface ItemProblems {
  readonly problems: readonly Problem[];
  /** What the settings have off or accept: one an image, rule and place; what exactly was found is not kept. */
  readonly suppressed: readonly SuppressedProblem[];
}

type Told = Omit<Problem, 'file' | 'range'>;

/**
 * What a job found of images, as problems at every place that asks for them, named as the items name it: the same list for SARIF logs,
 * annotations and editors. An image's own outcome comes first, its other findings follow.
 */
export function itemProblems(items: readonly Item[]): ItemProblems {
  return {
    problems: items.flatMap((item) => toldOf(item).flatMap((told) => atPlaces(item, told))),
    suppressed: items.flatMap((item) =>
      (item.silenced ?? []).flatMap(({ rule, reason, count }) => {
        const message = `${item.target} has ${count === 1 ? 'a finding' : `${count} findings`} of ${rule} that ${count === 1 ? 'does' : 'do'} not count.`;
        return atPlaces(item, { rule, severity: 'info', message }).map((problem) => ({ problem, reason }));
      }),
    ),
  };
}

function toldOf(item: Item): Told[] {
  const findings = (item.findings ?? []).map(
    ({ rule, severity, message, hint, awsCode }): Told => ({
      rule,
      severity,
      message,
      ...(hint === undefined ? {} : { hint }),
      ...(awsCode === undefined ? {} : { awsCode }),
    }),
  );
  const outcome = outcomeOf(item);
  // What made the image fail is one of the findings.
  const isFinding = findings.some(({ rule, message }) => rule === outcome?.rule && message === outcome.message);
  return outcome && !isFinding ? [outcome, ...findings] : findings;
}

/** What is wrong by the outcome itself; undefined where that is well, and for what was cancelled. */
function outcomeOf(item: Item): Told | undefined {
  const { outcome, code, message = wordsOf(item), hint } = item;
  const advice = hint === undefined ? {} : { hint };
  if (outcome === 'conflict' || outcome === 'failed')
    return { rule: code ?? 'registry-error', severity: 'error', message, ...advice };
  // What else has a code is there, or can be copied, and lacks platforms.
  if (code === undefined || outcome === 'cancelled') return undefined;
  return { rule: code, severity: 'warning', message, ...advice };
}

/** A conflict may have no more to say than its digest. */
function wordsOf({ outcome, target, digest }: Item): string {
  if (outcome === 'conflict') return `${target} is taken${digest === undefined ? '' : ` by ${shortDigest(digest)}`}`;
  return `${target}: ${outcome}`;
}

function atPlaces({ origins }: Item, told: Told): Problem[] {
  return origins.map(({ file, ...range }) => ({ file, range, ...told }));
}
