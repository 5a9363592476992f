import { hasWrites, runMirror, versioned } from '#jobs';
import { exitCodeOfResult, ReleaseError } from '#problem';
import { line, planText, pushDoubts, pushQuestion, reportText, wrap } from '#text';
import type { Invocation } from './command.ts';
import { confirm } from './confirm.ts';
import type { Console } from './console.ts';
import type { MirrorJob } from './open-job.ts';
import { mirrorOptions } from './options.ts';
import type { World } from './world.ts';

/**
 * Shows a plan, asks, and runs it.
 * @param atOnce layers on their way at the same time
 * @returns the exit status
 * @throws ReleaseError `cancelled` when the answer is no; what the run throws
 */
export async function pushPlan(
  { plan, plannedSince, gateways, log }: MirrorJob,
  { options }: Invocation,
  atOnce: number,
  console: Console,
  world: World,
): Promise<number> {
  const needsConfirmation = hasWrites(plan) && !options.has(mirrorOptions.yes);
  // With nothing to write the report says all that the plan would.
  const isShown = hasWrites(plan) && (!console.isJson || needsConfirmation);
  if (isShown) console.sayText((width) => [...planText(plan, width), line()]);
  if (needsConfirmation) {
    console.sayText((width) => pushDoubts(plan).flatMap((doubt) => wrap(doubt, width).map((text) => line(text))));
    if (!(await confirm(pushQuestion(plan), console, world))) throw new ReleaseError('cancelled', 'Nothing was pushed');
  }
  console.expect(plan);
  const report = await runMirror(plan, gateways, {
    emit: versioned(console.emit),
    signal: world.signal,
    concurrency: atOnce,
    ...(plannedSince === undefined ? {} : { plannedSince }),
    ...(log === undefined ? {} : { log }),
  });
  const exitCode = exitCodeOfResult(report);
  const view = { target: plan.target, log, exitCode, brief: console.isInteractive };
  console.result(report, (width) => reportText(report, view, width));
  return exitCode;
}
