import * as z from 'zod/mini';
import { ReleaseError } from '#problem';
import { digestOfText, parseForeignJson } from '#registry';
import { codeSchema } from '../code-schema.ts';
import { fileWarningSchema } from '../file-warning.ts';
import type { Item } from '../item.ts';
import { endpointSchema } from '../mirror/mirror-plan.ts';
import { targetSchema } from '../plan-target.ts';
import { configurationSchema, plannedRepositorySchema } from '../repositories/configuration.ts';
import { neededRepositories } from '../repositories/needed-repositories.ts';
import { silencedSchema } from '../trust/judgement.ts';
import { chartImageSchema } from './chart-image.ts';

/** The texts of a chart's changed files are capped far below. */
const maxPlanBytes = 67_108_864;

/** What becomes of one file of the chart. */
const fileChangeSchema = z.object({
  /** From the chart's root. */
  path: z.string(),
  /** Absent for a file that is added, and where the text is too long to be kept here. */
  before: z.optional(z.string()),
  /** Absent for a file that is removed, and where the text is too long to be kept here. */
  after: z.optional(z.string()),
  what: z.enum(['added', 'changed', 'removed']),
  /** Set where the texts are too long, or no text. */
  isCut: z.optional(z.literal(true)),
});

export type PlannedChange = z.infer<typeof fileChangeSchema>;

/** A warning or an error of the chart, with its place. */
export const chartProblemSchema = z.object({
  /** As the user would name it: of the chart's folder, else where the settings have the chart. */
  file: z.string(),
  /** Of the place, 1-based, as far as it is known. */
  line: z.optional(z.int()),
  column: z.optional(z.int()),
  endLine: z.optional(z.int()),
  endColumn: z.optional(z.int()),
  rule: codeSchema,
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  hint: z.optional(z.string()),
  awsCode: z.optional(z.string()),
});

export type ChartProblem = z.infer<typeof chartProblemSchema>;

/** What becomes of the tag that the chart is pushed to. */
const chartPushSchema = z.object({
  /** `709…/camunda/camunda8/camunda-platform:8.3.4` */
  reference: z.string(),
  /** absent: it is pushed · present: it is there already · conflict: the tag holds another chart · failed: it cannot be pushed */
  state: z.enum(['absent', 'present', 'conflict', 'failed']),
  /** The digest of the manifest that is pushed. */
  manifestDigest: z.string(),
  /** What the tag holds now. */
  digest: z.optional(z.string()),
  code: z.optional(codeSchema),
  message: z.optional(z.string()),
  hint: z.optional(z.string()),
});

export type ChartPush = z.infer<typeof chartPushSchema>;

const chartNameShape = { name: z.string(), version: z.string(), appVersion: z.optional(z.string()) };

/** What an injection would do; its identity is a hash over all of it (`planId`). */
export const chartPlanSchema = z.object({
  schemaVersion: z.literal(1),
  job: z.literal('chart'),
  planId: z.string(),
  /** ISO 8601 */
  createdAt: z.string(),
  /** Whether nothing of it needs a person first. */
  ok: z.boolean(),
  /** The chart as it was read. */
  chart: z.object({
    ...chartNameShape,
    /** In words: where it was read. */
    source: z.string(),
    /** Of its archive, where there is one. */
    digest: z.optional(z.string()),
  }),
  /** The chart as it is released. */
  result: z.object(chartNameShape),
  delivery: z.enum(['helm', 'eks-add-on']),
  target: targetSchema,
  /** The mirror's plan that says where its images go. */
  mirrorPlan: z.optional(z.string()),
  /** The packed chart. */
  archive: z.object({ digest: z.string(), size: z.number() }),
  /** Set when it is to be written: `present` when the file holds just that already. */
  output: z.optional(z.object({ file: z.string(), state: z.enum(['absent', 'present', 'replaced']) })),
  /** Set when it is to be pushed. */
  push: z.optional(chartPushSchema),
  /** The repository of the chart, where a run makes or changes it, or it is not as the settings say. */
  repositories: z.optional(z.array(plannedRepositorySchema)),
  /** How it is made or changed. */
  repositoryConfiguration: z.optional(configurationSchema),
  changes: z.array(fileChangeSchema),
  /** The images that the chart named, and what it names instead. */
  rewrites: z.array(z.object({ from: z.string(), to: z.string() })),
  images: z.array(chartImageSchema),
  problems: z.array(chartProblemSchema),
  /** Rules that are off and found something. */
  silenced: z.optional(z.array(silencedSchema)),
  /** What proved the result: a real Helm that linted and rendered it, or our own checks alone. */
  checked: z.discriminatedUnion('by', [
    z.object({ by: z.literal('helm'), version: z.string() }),
    z.object({ by: z.literal('static'), why: z.string() }),
  ]),
  endpoints: z.array(endpointSchema),
  /** Of the settings. */
  fileWarnings: z.array(fileWarningSchema),
});

/** What an injection would do, as data. */
export type ChartPlan = z.infer<typeof chartPlanSchema>;

/** The plan's identity: a hash over all of it. */
export function chartPlanId(plan: Omit<ChartPlan, 'planId'>): string {
  const { planId: _, ...rest } = chartPlanSchema.parse({ ...plan, planId: '' });
  return digestOfText([JSON.stringify(rest)]);
}

/**
 * Reads a plan of an injection from its JSON.
 * @throws ReleaseError `plan-unreadable`
 */
export function parseChartPlan(bytes: Uint8Array): ChartPlan {
  const hint = 'Make a new plan of the chart.';
  const unreadable = (why: string) =>
    new ReleaseError('plan-unreadable', `This is no plan of a chart that can be run: ${why}`, { hint });
  const parsed = chartPlanSchema.safeParse(parseForeignJson(bytes, maxPlanBytes, unreadable));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw unreadable(`${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'unknown shape'}`);
  }
  requireWholePlan(parsed.data);
  return parsed.data;
}

/** @throws ReleaseError `plan-unreadable` when it was changed after it was made */
export function requireWholePlan(plan: ChartPlan): void {
  if (chartPlanId(plan) === plan.planId) return;
  throw new ReleaseError('plan-unreadable', 'The plan of the chart was changed after it was made', {
    hint: 'Make a new plan of the chart.',
  });
}

/** The push of a chart as repositories are planned and made by: as one item that goes to its repository. */
export function pushedItems({ push }: Pick<ChartPlan, 'push'>): readonly Pick<Item, 'outcome' | 'target'>[] {
  if (push?.state !== 'absent' && push?.state !== 'present') return [];
  return [{ outcome: push.state === 'absent' ? 'copy' : 'present', target: push.reference }];
}

/** Whether a run of the plan would write anything to the target, so that there is something to confirm. */
export function chartHasPushes({ push, repositories = [] }: Pick<ChartPlan, 'push' | 'repositories'>): boolean {
  return push?.state === 'absent' || neededRepositories({ repositories, items: pushedItems({ push }) }).length > 0;
}

/** Whether a run of the plan would write anything. */
export function chartHasWrites(plan: Pick<ChartPlan, 'output' | 'push' | 'repositories'>): boolean {
  return chartHasPushes(plan) || (plan.output !== undefined && plan.output.state !== 'present');
}
