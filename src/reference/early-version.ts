import { compareNumbers } from './compare-numbers.ts';

/** What of a tag says that it comes before its version: `-alpha2-rc1`, a candidate for the second alpha; `-nightly.20240101`. */
export interface EarlyVersion {
  /** One for each word; `-alpha2-rc1` has two. */
  readonly steps: readonly Step[];
  /** The line of builds that it is one of (`nightly`); `""` for stages on the way to a release. */
  readonly channel: string;
  /** The word, where it may as well name a flavour that every version has, for ever: Chainguard's `-dev`. `""` for all others. */
  readonly flavour: string;
  /** It names whatever is newest on its channel, for it has no number: it is pushed again and again. */
  readonly isMoving: boolean;
  /** How much of the text it is, in UTF-16 units. */
  readonly length: number;
}

interface Step {
  readonly stage: number;
  readonly numbers: readonly string[];
}

/** Stages before a release, the farthest from it first. Builds of a channel come before all of them. */
const stages: Readonly<Record<string, number>> = {
  test: 1,
  alpha: 2,
  a: 2,
  ea: 2,
  beta: 3,
  b: 3,
  milestone: 4,
  m: 4,
  pre: 4,
  prerelease: 4,
  preview: 4,
  cr: 5,
  rc: 5,
};
const channels = 'snapshot|nightly|devel|dev|canary|next|edge|unstable|testing';
/** A letter alone is a stage only with a number: `-b` and `-bullseye` are none. */
const word = new RegExp(
  `^[-._~]?(?:(alpha|beta|milestone|preview|prerelease|pre|test|rc|cr|ea|[abm](?=[-.]?\\d))|(${channels}))((?:[-.]?\\d+(?:[-.]\\d+)*)?)(?![a-z\\d])`,
  'i',
);
/** Words that without a number are flavours of some: `3.13-dev`, `12.1.1-devel`. A `-SNAPSHOT` always comes before a release. */
const flavourWord = /^-(dev|devel|edge|test)$/i;
const mostSteps = 4;

/**
 * Reads what a text begins with, the part of a tag behind its version's numbers, as a sign that it comes before that version. It is all
 * that is known of such words, for the order of tags and for what is newest. Undefined where there is none.
 */
export function readEarlyVersion(text: string): EarlyVersion | undefined {
  const steps: Step[] = [];
  let [length, channel, isMoving] = [0, '', false];
  for (let found = word.exec(text); found && steps.length < mostSteps; found = word.exec(text.slice(length))) {
    const [whole, stage, line, digits = ''] = found;
    const numbers = (digits.match(/\d+/g) ?? []).map(withoutZeros);
    steps.push({ stage: stages[stage?.toLowerCase() ?? ''] ?? 0, numbers });
    if (line !== undefined) {
      channel = line.toLowerCase();
      isMoving ||= numbers.length === 0;
    }
    length += whole.length;
  }
  if (steps.length === 0) return undefined;
  const flavour = flavourWord.exec(text.slice(0, length))?.[1]?.toLowerCase() ?? '';
  return { steps, channel, flavour, isMoving: isMoving && flavour === '', length };
}

/** The order of what comes before one version, the farthest from it first; undefined is the version itself. */
export function compareEarlyVersions(left: EarlyVersion | undefined, right: EarlyVersion | undefined): number {
  if (!left || !right) return Number(left === undefined) - Number(right === undefined);
  for (const [at, step] of left.steps.entries()) {
    const other = right.steps[at];
    // A candidate for an alpha comes before it.
    if (!other) return -1;
    const difference = step.stage - other.stage || compareNumbers(step.numbers, other.numbers);
    if (difference !== 0) return difference;
  }
  return right.steps.length - left.steps.length;
}

/** `007` → `7`: the digits of a number, as tags write it with zeros in front or without. */
export function withoutZeros(digits: string): string {
  return digits.replace(/^0+(?=\d)/, '');
}
