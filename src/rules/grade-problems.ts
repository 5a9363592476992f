import type { RuleGrade } from '#formats';
import type { Problem, Severity, SuppressedProblem } from '#problem';
import type { TargetKind } from '#reference';
import { rules } from './rules.ts';

/** From the least grave up. */
const severities: readonly Severity[] = ['info', 'warning', 'error'];

/** What rules found, by what the settings say of them. */
interface GradedProblems {
  readonly problems: readonly Problem[];
  /** Of rules that are off. */
  readonly suppressed: readonly SuppressedProblem[];
}

/**
 * Applies `rules` of the settings: another level for what a rule finds, or nothing at all. Problems that are no rule's are left as they
 * are, and so are places, messages and hints. A level takes the place of the rule's own for this kind of target: what a rule itself calls
 * less grave than that (`may be an example`) gets no graver by it.
 * @param grades at most one a rule
 */
export function gradeProblems(
  problems: readonly Problem[],
  grades: readonly RuleGrade[],
  kind: TargetKind,
): GradedProblems {
  const byRule = new Map<string, RuleGrade>(grades.map((grade) => [grade.rule, grade]));
  const kept: Problem[] = [];
  const suppressed: SuppressedProblem[] = [];
  for (const problem of problems) {
    const grade = byRule.get(problem.rule);
    if (!grade) kept.push(problem);
    else if (grade.level === 'off') suppressed.push({ problem, reason: grade.reason ?? '' });
    else kept.push({ ...problem, severity: regraded(problem, grade.level, kind) });
  }
  return { problems: kept, suppressed };
}

function regraded({ rule, severity }: Problem, level: Severity, kind: TargetKind): Severity {
  const full = rules.find(({ code }) => code === rule)?.severity[kind] ?? severity;
  return isGraver(full, severity) && isGraver(level, severity) ? severity : level;
}

function isGraver(a: Severity, b: Severity): boolean {
  return severities.indexOf(a) > severities.indexOf(b);
}
