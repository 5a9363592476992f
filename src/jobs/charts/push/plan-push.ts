import { type ChartArtifact, chartMediaTypes } from '#chart';
import { ReleaseError } from '#problem';
import { formatReference, type Reference, shortDigest } from '#reference';
import { parseManifest, readManifest } from '#registry';
import type { Gateways } from '../../gateways.ts';
import type { PlanContext } from '../../images/plan-context.ts';
import { requireRepository, targetHolds } from '../../images/target-tag.ts';
import { isLoginEnd } from '../../login-ended.ts';
import type { PlanTarget } from '../../plan-target.ts';
import type { Sessions } from '../../sessions.ts';
import type { ChartPush } from '../chart-plan.ts';

/** A packed chart that is to be at a registry. */
export interface PushedChart {
  readonly artifact: ChartArtifact;
  /** Of the archive. */
  readonly digest: string;
}

interface PushContext extends Pick<PlanContext, 'missing'> {
  readonly target: PlanTarget;
  readonly sessions: Sessions;
  readonly gateways: Gateways;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Tells what the tag of a chart holds: nothing, this chart, or another one. The same archive under another manifest is the same chart:
 * Helm notes the time of the push.
 * @throws the signal's reason, and the end of a login
 */
export async function planPush(
  { artifact, digest: archive }: PushedChart,
  reference: Reference,
  context: PushContext,
): Promise<ChartPush> {
  const { signal } = context;
  const known = { reference: formatReference(reference), manifestDigest: artifact.manifest.digest };
  try {
    const held = await heldTag(reference, context);
    if (held === undefined) return { ...known, state: 'absent' };
    if (held === artifact.manifest.digest || (await archiveOf(reference, held, context)) === archive)
      return { ...known, state: 'present', digest: held };
    return {
      ...known,
      state: 'conflict',
      digest: held,
      code: 'tag-taken',
      message: `The tag holds ${shortDigest(held)} (${held}), another chart than this one`,
      hint: 'Release it under another version (publish.version in the settings). A tag that holds another chart is never overwritten.',
    };
  } catch (error) {
    signal?.throwIfAborted();
    if (isLoginEnd(error)) throw error;
    const { code, message, hint } = ReleaseError.from(error);
    return { ...known, state: 'failed', code, message, ...(hint === undefined ? {} : { hint }) };
  }
}

/** @throws ReleaseError `repository-missing` where a push makes none; what asking throws */
async function heldTag(reference: Reference, { signal, ...context }: PushContext): Promise<string | undefined> {
  const asking = { ...context, ...(signal ? { signal } : {}) };
  const held = await targetHolds(reference, asking);
  if (held === undefined) await requireRepository(reference, asking);
  return held;
}

/** The digest of the chart's archive that a manifest names; undefined when it is no chart's. */
async function archiveOf(
  { registry, repository }: Reference,
  held: string,
  { sessions, gateways, signal }: PushContext,
): Promise<string | undefined> {
  const session = await sessions.at(registry);
  const stored = await readManifest({ session, repository, cache: gateways.manifests }, held, signal);
  try {
    const manifest = parseManifest(stored.bytes, stored.contentType);
    if (manifest.kind !== 'manifest') return undefined;
    return manifest.layers.find(({ mediaType }) => mediaType === chartMediaTypes.content)?.digest;
  } catch {
    // Something that is not even read is another thing.
    return undefined;
  }
}
