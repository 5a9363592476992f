import { errorLogFile, runMirror, versioned } from '#jobs';
import { ReleaseError } from '#problem';
import { failureOf } from '../failure-of.ts';
import type { Operate, OperationContext } from '../operation.ts';
import type { KnownPlan, PlanRecord } from '../protocol.ts';

/** Runs the plan of a record. That it runs, and what came of it, stands in the record whatever becomes of us or the editor. */
export const mirror: Operate<'mirror'> = async ({ record: name, planId, concurrency }, context) => {
  const { records } = context;
  const { report: _, failure: __, endedAt: ___, log: ____, state, ...planned } = await records.readPlan(name);
  refuse({ ...planned, state }, planId, context);
  const started: PlanRecord = { ...planned, startedAt: now(), pid: process.pid };
  await records.write(started);
  let log: string | undefined;
  try {
    const report = await context.places.forPlan(started.place, started.plan, async (open) => {
      const { settings, settingsFile, folder, gateways } = open;
      log = errorLogFile(
        { setting: settings.report.log, folder },
        [settingsFile, ...inputsOf(started)],
        gateways.files,
      );
      return runMirror(started.plan, gateways, {
        emit: versioned(context.emit),
        signal: context.signal,
        concurrency,
        ...(log === undefined ? {} : { log }),
      });
    });
    await end({ ...started, report, ...(log === undefined ? {} : { log }) }, context);
    return { report };
  } catch (error) {
    await end({ ...started, failure: failureOf(error), ...(log === undefined ? {} : { log }) }, context);
    throw error;
  }
};

function refuse({ state, pid, world, plan }: KnownPlan, planId: string, context: OperationContext): void {
  if (state === 'running') {
    throw new ReleaseError('usage', `This plan is being run already, by process ${pid}`, {
      hint: 'Wait for its end, then look at its report.',
    });
  }
  if (world !== context.world) {
    throw new ReleaseError('sandbox-guard', 'The plan was made in another world: the sandbox or AWS', {
      hint: 'Make a new plan where it is to be run.',
    });
  }
  if (plan.planId === planId) return;
  throw new ReleaseError('plan-stale', 'The record holds another plan than the one that was shown and confirmed', {
    hint: 'Make a new plan and look at it.',
  });
}

/** Tags may be written by now: that the record can't be must not cost the answer. */
async function end(record: PlanRecord, { records, warn }: OperationContext): Promise<void> {
  await records.write({ ...record, endedAt: now() }).catch((error) => warn(ReleaseError.from(error).message));
}

/** The files that the plan was made from. */
function inputsOf({ plan }: PlanRecord): string[] {
  return [...new Set(plan.items.flatMap(({ origins }) => origins.map(({ file }) => file)))];
}

function now(): string {
  return new Date().toISOString();
}
