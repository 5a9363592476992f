import type { ChartArtifact } from '#chart';
import { formatReference, type Reference } from '#reference';
import { type OwnBlob, pushBlob } from '#registry';
import { writeTag } from '../../images/write-tag.ts';
import type { JobOptions } from '../../job-options.ts';
import type { Sessions } from '../../sessions.ts';

/** A chart as it is sent. */
export interface SentChart {
  readonly artifact: ChartArtifact;
  readonly archive: OwnBlob;
}

/** What became of the tag, and how many bytes were sent for it. */
interface ChartPushed {
  readonly outcome: 'pushed' | 'present';
  readonly bytes: number;
}

/**
 * Brings a chart to a registry: archive and config, and when both are there the tag. A cancel ends what is on its way before the tag; a
 * tag that is being written is never left alone.
 * @throws ReleaseError `tag-taken`, what requests throw; the signal's reason when the tag was not written
 */
export async function pushChart(
  { artifact, archive }: SentChart,
  reference: Reference,
  sessions: Sessions,
  { emit, signal }: JobOptions,
): Promise<ChartPushed> {
  const item = formatReference(reference);
  const session = await sessions.at(reference.registry);
  let bytes = 0;
  const send = async (blob: OwnBlob) => {
    const progress = (sent: number) => emit({ type: 'blob', item, digest: blob.digest, size: blob.size, bytes: sent });
    if (await pushBlob(session, reference.repository, blob, progress, signal)) bytes += blob.size;
  };
  const { config, manifest } = artifact;
  await send(archive);
  await send({
    digest: config.digest,
    size: config.bytes.length,
    open: async function* () {
      yield config.bytes;
    },
  });
  const outcome = await writeTag(session, reference, manifest, signal);
  return { outcome: outcome === 'written' ? 'pushed' : 'present', bytes };
}
