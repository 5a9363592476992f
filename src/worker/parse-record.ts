import * as z from 'zod/mini';
import { parsePlan, type Report } from '#jobs';
import { ReleaseError } from '#problem';
import { parseForeignJson } from '#registry';
import type { Failure, JobRecord } from './protocol.ts';

/** A plan and the report on it: twice what a plan may have. */
const maxBytes = 134_217_728;

const recordSchema = z.object({
  schemaVersion: z.literal(1),
  record: z.string(),
  world: z.enum(['aws', 'sandbox']),
  place: z.object({
    settings: z.exactOptional(z.string()),
    target: z.exactOptional(z.string()),
    from: z.exactOptional(z.string()),
    profile: z.exactOptional(z.string()),
  }),
  /** Absent of a verification. */
  plan: z.exactOptional(z.unknown()),
  sandboxFolder: z.exactOptional(z.string()),
  startedAt: z.exactOptional(z.string()),
  pid: z.exactOptional(z.int()),
  endedAt: z.exactOptional(z.string()),
  // Written by us and never acted on, only shown: that they are of the right kind is enough.
  report: z.exactOptional(z.custom<Report>((value) => has(value, 'items', 'summary', 'warnings'))),
  log: z.exactOptional(z.string()),
  failure: z.exactOptional(z.custom<Failure>((value) => has(value, 'code', 'message', 'details', 'problems'))),
});

/**
 * Reads a record. Its plan is checked as closely as any that is going to be run.
 * @throws ReleaseError `plan-unreadable`
 */
export function parseRecord(bytes: Uint8Array): JobRecord {
  const unreadable = (why: string) =>
    new ReleaseError('plan-unreadable', `The record of the job cannot be read: ${why}`, { hint: 'Make a new plan.' });
  const parsed = recordSchema.safeParse(parseForeignJson(bytes, maxBytes, unreadable));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw unreadable(`${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'unknown shape'}`);
  }
  const { plan, ...rest } = parsed.data;
  const { report } = rest;
  if (plan !== undefined) return { ...rest, plan: parsePlan(new TextEncoder().encode(JSON.stringify(plan))) };
  if (report === undefined) throw unreadable('it has neither a plan nor a report');
  return { ...rest, report };
}

function has(value: unknown, ...keys: string[]): boolean {
  return typeof value === 'object' && value !== null && keys.every((key) => key in value);
}
