import type { RuleGrade } from '#formats';
import type { Problem, SuppressedProblem } from '#problem';

/** What rules found, by what the settings say of them. */
interface GradedProblems {
  readonly problems: readonly Problem[];
  /** Of rules that are off. */
  readonly suppressed: readonly SuppressedProblem[];
}

/**
 * Applies `rules` of the settings: another level for what a rule finds, or nothing at all. Problems that are no rule's are left as they
 * are, and so are places, messages and hints.
 * @param grades at most one a rule
 */
export function gradeProblems(problems: readonly Problem[], grades: readonly RuleGrade[]): GradedProblems {
  const byRule = new Map<string, RuleGrade>(grades.map((grade) => [grade.rule, grade]));
  const kept: Problem[] = [];
  const suppressed: SuppressedProblem[] = [];
  for (const problem of problems) {
    const grade = byRule.get(problem.rule);
    if (!grade) kept.push(problem);
    else if (grade.level === 'off') suppressed.push({ problem, reason: grade.reason ?? '' });
    else kept.push({ ...problem, severity: grade.level });
  }
  return { problems: kept, suppressed };
}
