import * as z from 'zod/mini';
import { ReleaseError } from '#problem';
import { digestOf } from '../content/sha256.ts';
import { parseForeignJson } from './foreign-json.ts';
import type { ImageNode } from './image.ts';
import { serialiseIndex } from './index-serialisation.ts';
import { maxManifestBytes } from './manifest.ts';

const indexSchema = z.looseObject({
  manifests: z.array(z.looseObject({ digest: z.string(), data: z.optional(z.unknown()) })),
  annotations: z.nullish(z.record(z.string(), z.string())),
});

/**
 * An index with other children, in the frozen form of `serialiseIndex`.
 * @param children one for each that the index has, in its order; undefined for those that go
 * @param annotations set on the index beside its own; undefined takes one away
 * @throws ReleaseError `manifest-malformed`
 */
export function rewriteIndex(
  node: ImageNode,
  children: readonly (ImageNode | undefined)[],
  annotations: Readonly<Record<string, string | undefined>> = {},
): ImageNode {
  const broken = (why: string) =>
    new ReleaseError('manifest-malformed', `The index ${node.digest} cannot be read: ${why}`);
  const index = indexSchema.parse(parseForeignJson(node.bytes, maxManifestBytes, broken));
  const manifests = index.manifests.flatMap((entry, at) => {
    const child = children[at];
    if (!child) return [];
    if (entry.digest === child.digest) return [entry];
    // Content that is embedded beside the old digest is not that of the new one.
    const { data: _, ...rest } = entry;
    return [{ ...rest, digest: child.digest, size: child.bytes.length }];
  });
  const noted = Object.entries({ ...index.annotations, ...annotations }).filter(([, value]) => value !== undefined);
  const bytes = serialiseIndex({
    ...index,
    mediaType: node.mediaType,
    manifests,
    ...(Object.keys(annotations).length === 0 ? {} : { annotations: Object.fromEntries(noted) }),
  });
  return { ...node, digest: digestOf(bytes), bytes, children: children.filter((child) => child !== undefined) };
}
