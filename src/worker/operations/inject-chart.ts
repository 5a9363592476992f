import { runChart, versioned } from '#jobs';
import { ReleaseError } from '#problem';
import { gatherChartAt } from '../gather-at.ts';
import type { Operate } from '../operation.ts';

/** Runs the plan of a chart's record. What came of it stands in the record, whatever becomes of the editor. */
export const injectChart: Operate<'injectChart'> = async ({ record: name, planId }, context) => {
  const { world, places, charts, signal } = context;
  const { report: _, ...planned } = await charts.read(name);
  if (planned.world !== world) {
    throw new ReleaseError('sandbox-guard', 'The plan was made in another world: the sandbox or AWS', {
      hint: 'Make a new plan where it is to be run.',
    });
  }
  if (planned.plan.planId !== planId) {
    throw new ReleaseError('plan-stale', 'The record holds another plan than the one that was shown and confirmed', {
      hint: 'Plan the chart again and look at it.',
    });
  }
  return places.at(planned.place, async (open) => {
    const gathered = await gatherChartAt(open, planned.wish, signal);
    const emit = versioned(context.emit);
    const report = await runChart(planned.plan, gathered, open.gateways, { emit, signal });
    // The tag may be written by now: that the record can't be must not cost the answer.
    await charts.write({ ...planned, report }).catch((error) => context.warn(ReleaseError.from(error).message));
    return { report };
  });
};
