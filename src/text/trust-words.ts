import type { Item, Report } from '#jobs';
import { formatCount } from './amounts.ts';
import { type Line, line } from './line.ts';
import { nameIn } from './name-in.ts';
import { silencedWords } from './silenced-words.ts';
import { wrap } from './wrap.ts';

/** Whether an image's attestation was asked for, and what came of it, in a word or two: `attested by 9ABC DEF0`. */
export function attestationNote({ attestation }: Pick<Item, 'attestation'>): string {
  switch (attestation?.state) {
    case 'verified':
      return `attested by ${shortFingerprint(attestation.fingerprint)}`;
    case 'exempt':
      return 'exempt from attestation';
    case 'unproven':
      return 'not attested';
    default:
      return '';
  }
}

/** What is said of all images together: whose attestations they have, which need none and why, what is off, what was not looked at. */
export function trustLines(
  { items, target, unasked = [], silenced = [] }: Pick<Report, 'items' | 'target' | 'unasked' | 'silenced'>,
  width: number,
): Line[] {
  const isJudged = items.some(({ outcome, findings }) => judged.has(outcome) || findings !== undefined);
  const layers = `Layers were not read; ${formatCount(unasked.length, 'rule looks', 'rules look')} into them. To have them read, ask for the depth layers.`;
  const words = [
    ...attestedWords(items),
    ...notAskedWords(items.map((item) => ({ ...item, target: nameIn(target, item.target) }))),
    ...together([...silenced, ...items.flatMap((item) => item.silenced ?? [])]).map(silencedWords),
    ...(isJudged && unasked.length > 0 ? [layers] : []),
  ];
  return words.flatMap((text) => wrap(text, width - 2)).map((text) => line(`  ${text}`));
}

const maxNames = 5;
const judged: ReadonlySet<string> = new Set(['copy', 'copied', 'present', 'equivalent']);

function attestedWords(items: readonly Item[]): string[] {
  const signers = new Map<string, number>();
  const reasons = new Map<string, number>();
  for (const { attestation } of items) {
    if (attestation?.state === 'verified') add(signers, attestation.fingerprint);
    if (attestation?.state === 'exempt') add(reasons, attestation.reason);
  }
  return [
    ...[...signers].map(([key, count]) => `${isAre(count)} attested by the key ${key}.`),
    ...[...reasons].map(([reason, count]) => `${isAre(count)} exempt from attestation: ${reason}`),
  ];
}

/** Images that no rule is for, some by name, so that a rule that is missing is found; all are in the report. */
function notAskedWords(items: readonly Pick<Item, 'target' | 'attestation'>[]): string[] {
  const names = items.flatMap(({ target, attestation }) => (attestation?.state === 'unasked' ? [target] : []));
  const more = names.length - maxNames;
  const named = [...names.slice(0, maxNames), ...(more > 0 ? [`${more} more`] : [])].join(', ');
  return names.length === 0 ? [] : [`${isAre(names.length)} asked for no attestation by any rule: ${named}`];
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function isAre(count: number): string {
  return `${formatCount(count, 'image')} ${count === 1 ? 'is' : 'are'}`;
}

/** What one rule found, once with its count. */
function together(all: NonNullable<Report['silenced']>): NonNullable<Report['silenced']> {
  const byRule = new Map<string, (typeof all)[number]>();
  for (const one of all) {
    const key = JSON.stringify([one.rule, one.reason]);
    byRule.set(key, { ...one, count: one.count + (byRule.get(key)?.count ?? 0) });
  }
  return [...byRule.values()];
}

/** The last eight of a fingerprint, as keys are called: `9ABC DEF0`. The whole one stands below. */
function shortFingerprint(fingerprint: string): string {
  return `${fingerprint.slice(-8, -4)} ${fingerprint.slice(-4)}`;
}
