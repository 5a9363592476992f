import type { RuleGrade } from '#formats';
import type { RuleId } from '#problem';
import type { TargetKind } from '#reference';
import type { Need } from './rule.ts';
import { rules } from './rules.ts';

/**
 * The rules that a kind of evidence is gathered for, by what they say of themselves: those that need it or find more with it, that are
 * asked of this kind of target, and that are not off. What is off is no reason to read anything; it is counted where it is read anyway.
 */
export function rulesReading(evidence: Need, kind: TargetKind, grades: readonly RuleGrade[]): RuleId[] {
  const off = new Set(grades.flatMap(({ rule, level }) => (level === 'off' ? rule : [])));
  return rules.flatMap(({ code, severity, needs, helpedBy }) => {
    const isAsked = severity[kind] !== undefined && !off.has(code);
    return isAsked && (needs.includes(evidence) || helpedBy === evidence) ? code : [];
  });
}
