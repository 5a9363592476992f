import { planChart as plan, versioned } from '#jobs';
import { planOutline } from '../chart-outline-of.ts';
import { gatherChartAt } from '../gather-at.ts';
import type { Operate } from '../operation.ts';

/** Plans what becomes of a chart, and keeps the plan in a record to be run by. */
export const planChart: Operate<'planChart'> = async ({ place, record, ...wish }, context) => {
  const { world, places, charts, records, sandbox, signal } = context;
  const emit = versioned(context.emit);
  records.requireName(record);
  return places.at(place, async (open) => {
    const chart = await gatherChartAt(open, wish, signal);
    const { output, push, newTags } = wish;
    const made = await plan({ chart, output, push, newTags }, open.gateways, { emit, signal });
    const folder = sandbox && { sandboxFolder: (await sandbox.use()).dataDir };
    await charts.write({ schemaVersion: 1, record, world, place, wish, plan: made, ...folder });
    return { plan: planOutline(made) };
  });
};
