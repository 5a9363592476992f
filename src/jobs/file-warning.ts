import * as z from 'zod/mini';
import type { Problem } from '#problem';
import { codeSchema } from './code-schema.ts';
import { originSchema } from './item.ts';

/** A problem of a file that stops no job, as a report keeps it. */
export const fileWarningSchema = z.object({
  ...originSchema.shape,
  rule: codeSchema,
  message: z.string(),
  hint: z.optional(z.string()),
  /** Absent: a warning. */
  severity: z.optional(z.enum(['warning', 'info'])),
  /** AWS's own code for the same, where there is one. */
  awsCode: z.optional(z.string()),
});

export type FileWarning = z.infer<typeof fileWarningSchema>;

/** Problems of files, to be kept in a report. */
export function fileWarnings(problems: readonly Problem[]): FileWarning[] {
  return problems.map(({ file, range, rule, message, hint, severity, awsCode }) => ({
    file,
    ...range,
    rule,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(severity === 'info' ? { severity } : {}),
    ...(awsCode === undefined ? {} : { awsCode }),
  }));
}

/** The same, to be told as the problems that they are. */
export function fileProblems(warnings: readonly FileWarning[]): Problem[] {
  return warnings.map(({ file, line, column, endLine, endColumn, rule, message, hint, severity, awsCode }) => ({
    file,
    range: { line, column, endLine, endColumn },
    severity: severity ?? 'warning',
    rule,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(awsCode === undefined ? {} : { awsCode }),
  }));
}
