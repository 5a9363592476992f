import type { Problem } from '#problem';
import type { Evidence } from './rule.ts';
import { rules } from './rules.ts';

/** What the rules find in the evidence given; a rule that needs more is not asked. */
export function runRules(evidence: Evidence): Problem[] {
  return rules
    .filter(({ needs }) => needs.every((need) => evidence[need] !== undefined))
    .flatMap((rule) => rule.check(evidence));
}
