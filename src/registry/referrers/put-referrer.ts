import { AnswerError } from '../answer-error.ts';
import type { ImageNode } from '../manifests/image.ts';
import { putManifest } from '../manifests/manifests.ts';
import { mediaTypes } from '../manifests/media-types.ts';
import type { RegistrySession } from '../session.ts';
import { readSubjectIndex } from './referrer-lists.ts';
import { referringOf } from './subject.ts';
import { subjectTag } from './subject-tag.ts';

/**
 * Writes a manifest that refers to another, by its digest; its content is there.
 * @returns `listed` when the registry lists it by its subject, `unlisted` when whoever wrote it has to, `refused` when the registry takes
 *   none that refer to others (aws/containers-roadmap#2783: 405)
 * @throws what requests throw
 */
export async function putReferrer(
  session: RegistrySession,
  repository: string,
  node: ImageNode,
  signal?: AbortSignal,
): Promise<'listed' | 'unlisted' | 'refused'> {
  try {
    const { subject } = await session.retrying(() => putManifest(session, repository, node.digest, node), signal);
    return subject === undefined ? 'unlisted' : 'listed';
  } catch (error) {
    if (error instanceof AnswerError && (error.status === 405 || error.theirCode === 'UNSUPPORTED')) return 'refused';
    throw error;
  }
}

/**
 * Adds manifests to the index that a repository keeps under their subject's tag, and leaves there what others have put (OCI distribution,
 * "Pushing Manifests with Subject"). Whoever writes at the same time may undo it: the specification knows no way around that.
 * @throws ReleaseError `tag-taken` where tags are final, and what requests throw
 */
export async function listUnderSubject(
  session: RegistrySession,
  repository: string,
  subject: string,
  nodes: readonly ImageNode[],
  signal?: AbortSignal,
): Promise<void> {
  // Read before each try: others may have written since the last one.
  await session.retrying(async () => {
    const index = await readSubjectIndex(session, repository, subject, signal);
    const held = index?.manifests ?? [];
    const added = nodes.filter(({ digest }) => !held.some((entry) => entry.digest === digest));
    if (added.length === 0) return;
    const manifests = [...held, ...added.map(descriptorOf)];
    const document = { ...index, schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests };
    const bytes = new TextEncoder().encode(JSON.stringify(document));
    await putManifest(session, repository, subjectTag(subject), { mediaType: mediaTypes.ociIndex, bytes });
  }, signal);
}

function descriptorOf(node: ImageNode): object {
  const { artifactType, annotations } = referringOf(node);
  return {
    mediaType: node.mediaType,
    digest: node.digest,
    size: node.bytes.length,
    ...(artifactType === undefined ? {} : { artifactType }),
    ...(annotations === undefined ? {} : { annotations }),
  };
}
