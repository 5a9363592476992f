import * as z from 'zod/mini';
import { codes, type RuleId, ruleIds } from '#problem';
import { jsonKeywords } from './json-keywords.ts';
import { reason } from './reason.ts';
import { optionalKey, requiredKey } from './setting-notes.ts';
import type { RuleGrade } from './settings-model.ts';

/** Another level alone, or with the reason for it; a rule that is off needs one, because somebody will ask. */
function gradeSchema() {
  return z.union(
    [
      z.enum(['error', 'warning', 'info']),
      z
        .strictObject({
          level: requiredKey(z.enum(['error', 'warning', 'info', 'off']), {
            description: 'How grave the findings of the rule are; `off`: they are not told.',
          }),
          reason: optionalKey(reason(), { description: 'Why; the report tells it. A rule that is `off` needs one.' }),
        })
        .check(
          z.refine(({ level, reason }) => level !== 'off' || reason !== undefined, {
            error: 'is off without a reason',
          }),
        )
        .register(jsonKeywords, {
          if: { properties: { level: { const: 'off' } }, required: ['level'] },
          // biome-ignore lint/suspicious/noThenProperty: the keyword is named so
          then: { required: ['reason'] },
        }),
    ],
    { error: 'must be error, warning or info, or { level: off, reason: "…" }' },
  );
}

/** `rules` of the settings: a key for each rule there is, so that one that is not there is told with the nearest. */
export const rulesSchema = z.strictObject(
  Object.fromEntries(
    ruleIds.map((rule) => [
      rule,
      optionalKey(gradeSchema(), { description: codes[rule].means, fallback: 'by the kind of the target' }),
    ]),
  ) as Record<RuleId, z.ZodMiniOptional<ReturnType<typeof gradeSchema>>>,
);

/** What the settings say of rules, in the order of the rules. */
export function ruleGrades(raw: z.infer<typeof rulesSchema>): RuleGrade[] {
  return (Object.keys(raw) as RuleId[]).flatMap((rule) => {
    const grade = raw[rule];
    if (grade === undefined) return [];
    if (typeof grade === 'string') return { rule, level: grade };
    return { rule, level: grade.level, ...(grade.reason === undefined ? {} : { reason: grade.reason }) };
  });
}
