import { gather, verifyRelease, versioned } from '#jobs';
import type { Operate } from '../operation.ts';

/** Holds a target against the files, and keeps what was found in a record to be read. */
export const verify: Operate<'verify'> = async (
  { place, files: named, record, newTags = false, depth = 'manifests' },
  context,
) => {
  const { world, places, records, sandbox, signal } = context;
  const emit = versioned(context.emit);
  records.requireName(record);
  return places.at(place, async ({ gateways, choice }) => {
    emit({ type: 'phase', phase: 'gather', total: 0 });
    const { images, ignored, target, trust, problems: warnings } = await gather({ ...choice, named }, gateways, signal);
    const input = { images, ignored, target, trust: { ...trust, depth }, warnings, newTags };
    const report = await verifyRelease(input, gateways, { emit, signal });
    const folder = sandbox && { sandboxFolder: (await sandbox.use()).dataDir };
    await records.write({ schemaVersion: 1, record, world, place, report, ...folder });
    await records.prune().catch((error) => context.warn(`Old records stay: ${error}`));
    return { report };
  });
};
