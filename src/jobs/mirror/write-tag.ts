import { ReleaseError } from '#problem';
import { type Reference, shortDigest } from '#reference';
import { headManifest, type ImageNode, putManifest, type RegistrySession } from '#registry';

/** What a tag holds after it was written, or would have been: `written` by us, `there` before us. */
export type TagOutcome = 'written' | 'there';

/**
 * Writes a tag once all its content is at the target. The tag is read once more right before; the write is not aborted by a
 * cancel, and when its answer is lost or a refusal, what the tag then holds decides.
 * @throws ReleaseError `tag-taken`, and what requests throw
 */
export async function writeTag(session: RegistrySession, target: Reference, node: ImageNode): Promise<TagOutcome> {
  const tag = target.tag ?? '';
  const before = await headManifest(session, target.repository, tag);
  if (before !== undefined) return settle(before, node, 'there');
  try {
    await putManifest(session, target.repository, tag, node);
    return 'written';
  } catch (error) {
    // "already exists", "denied" and a lost connection can all stand for a write that was done: ours, or somebody else's.
    const after = await headManifest(session, target.repository, tag).catch(() => undefined);
    if (after === undefined) throw error;
    return settle(after, node, 'written');
  }
}

function settle(held: string, node: ImageNode, outcome: TagOutcome): TagOutcome {
  if (held === node.digest) return outcome;
  throw new ReleaseError(
    'tag-taken',
    `The tag holds ${shortDigest(held)} (${held}), written since the plan; ours is ${shortDigest(node.digest)} (${node.digest})`,
    {
      hint: 'Make a new plan: it offers a free tag.',
    },
  );
}
