import type { Code, SuppressedProblem } from '#problem';

/** A rule that found something and is off: for the report, with the reason that the settings give. */
interface SilencedRule {
  readonly rule: Code;
  readonly reason: string;
  /** Findings that are not told; one that stands at several places counts once. */
  readonly count: number;
}

/** The rules that are off and found something, by the first finding of each. */
export function silencedRules(suppressed: readonly SuppressedProblem[]): SilencedRule[] {
  const byRule = new Map<Code, { readonly reason: string; readonly found: Set<string> }>();
  for (const { problem, reason } of suppressed) {
    const held = byRule.get(problem.rule) ?? { reason, found: new Set<string>() };
    held.found.add(problem.message);
    byRule.set(problem.rule, held);
  }
  return [...byRule].map(([rule, { reason, found }]) => ({ rule, reason, count: found.size }));
}
