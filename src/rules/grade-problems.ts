import type { RuleGrade } from '#formats';
import type { Problem, RuleId } from '#problem';

/** A rule that found something and was set off: for the report, with the reason that the settings give. */
interface SilencedRule {
  readonly rule: RuleId;
  readonly reason: string;
  /** Findings that are not told. */
  readonly count: number;
}

/** What is left to tell. */
interface GradedProblems {
  readonly problems: readonly Problem[];
  /** By the first finding of each rule. */
  readonly silenced: readonly SilencedRule[];
}

/**
 * Applies `rules` of the settings: another level for what a rule finds, or nothing at all. Problems that are no rule's are left as they
 * are, and so are places, messages and hints.
 * @param grades at most one a rule
 */
export function gradeProblems(problems: readonly Problem[], grades: readonly RuleGrade[]): GradedProblems {
  const byRule = new Map<string, RuleGrade>(grades.map((grade) => [grade.rule, grade]));
  const silenced = new Map<RuleId, SilencedRule>();
  const kept = problems.flatMap((problem): Problem[] => {
    const grade = byRule.get(problem.rule);
    if (!grade) return [problem];
    if (grade.level !== 'off') return [{ ...problem, severity: grade.level }];
    const count = (silenced.get(grade.rule)?.count ?? 0) + 1;
    silenced.set(grade.rule, { rule: grade.rule, reason: grade.reason ?? '', count });
    return [];
  });
  return { problems: kept, silenced: [...silenced.values()] };
}
