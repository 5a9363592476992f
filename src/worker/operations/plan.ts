import { gather, planMirror, versioned } from '#jobs';
import type { Operate } from '../operation.ts';

/** Plans a mirror, and keeps the plan in a record to be run by. */
export const plan: Operate<'plan'> = async (
  { place, files: named, record, newTags = false, depth = 'manifests' },
  context,
) => {
  const { world, places, records, sandbox, signal } = context;
  const emit = versioned(context.emit);
  records.requireName(record);
  return places.at(place, async ({ gateways, choice }) => {
    emit({ type: 'phase', phase: 'gather', total: 0 });
    const gathered = await gather({ ...choice, named }, gateways, signal);
    const { images, ignored, target, from, repositories, upload, problems: warnings } = gathered;
    const trust = { ...gathered.trust, depth };
    const input = { images, ignored, target, from, repositories, trust, upload, warnings, newTags };
    const made = await planMirror(input, gateways, { emit, signal });
    const folder = sandbox && { sandboxFolder: (await sandbox.use()).dataDir };
    await records.write({ schemaVersion: 1, record, world, place, plan: made, ...folder });
    await records.prune().catch((error) => context.warn(`Old records stay: ${error}`));
    return { plan: made };
  });
};
