import { ReleaseError } from '#problem';
import { type Reference, shortDigest } from '#reference';
import { headManifest, headManifestOnce, putManifest, type RegistrySession } from '#registry';

/** What a tag holds after it was written, or would have been: `written` by us, `there` before us. */
export type TagOutcome = 'written' | 'there';

/** What a tag is to hold: the root of an image, or a chart. */
interface TaggedManifest {
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/**
 * Writes a tag once all its content is at the target. Before each try the tag is read once more. A cancel ends the waiting before a
 * try, never a write on its way: when its answer is lost or a refusal, what the tag then holds decides.
 * @throws ReleaseError `tag-taken`, and what requests throw; the signal's reason when nothing was written
 */
export async function writeTag(
  session: RegistrySession,
  target: Reference,
  node: TaggedManifest,
  signal?: AbortSignal,
): Promise<TagOutcome> {
  const tag = target.tag ?? '';
  return session.retrying(async () => {
    const before = await headManifestOnce(session, target.repository, tag, signal);
    if (before !== undefined) return settled(before, node, 'there');
    signal?.throwIfAborted();
    try {
      await putManifest(session, target.repository, tag, node);
      return 'written';
    } catch (error) {
      // "already exists", "denied" and a lost connection can all stand for a write that was done: ours, or somebody else's.
      const after = await headManifest(session, target.repository, tag).catch(() => {
        throw unknownOutcome(error);
      });
      if (after === undefined) throw error;
      return settled(after, node, 'written');
    }
  }, signal);
}

function settled(held: string, node: TaggedManifest, outcome: TagOutcome): TagOutcome {
  if (held === node.digest) return outcome;
  const words = `The tag holds ${shortDigest(held)} (${held}), written since the plan; ours is ${shortDigest(node.digest)} (${node.digest})`;
  throw new ReleaseError('tag-taken', words, { hint: 'Make a new plan: it offers a free tag.' });
}

function unknownOutcome(cause: unknown): ReleaseError {
  const { code, message } = ReleaseError.from(cause);
  return new ReleaseError(code, `${message}. Whether the tag was written could not be learned`, {
    hint: 'Run the same command again: it reads the tag first.',
    cause,
  });
}
