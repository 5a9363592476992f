import type { DerivedImage } from '#formats';
import { formatReference } from '#reference';
import { digestOf } from '#registry';
import type { ResolvedImage } from '#release';
import type { PlanTarget } from './plan-target.ts';
import { assignShards, type Shard, type ShardPart } from './shard.ts';

interface Release {
  readonly images: readonly ResolvedImage[];
  readonly ignored: readonly ResolvedImage[];
  readonly target: PlanTarget;
  readonly trust?: { readonly derive: readonly DerivedImage[] } | undefined;
}

/** What of a release a plan is made for, and what ties the plans of its shards together. */
export interface ReleasePart extends Pick<Release, 'images' | 'ignored'> {
  readonly identity: { readonly release: string; readonly shard?: ShardPart };
}

/** The images of one shard, or of the whole release. Asks nobody. */
export function releasePart(whole: Release, shard?: Shard): ReleasePart {
  const { images, ignored } = whole;
  const release = fingerprint(whole);
  if (!shard) return { images, ignored, identity: { release } };
  const shards = assignShards(
    [
      ...images.map(({ target }) => ({ repository: target.repository, isIgnored: false })),
      ...ignored.map(({ target }) => ({ repository: target.repository, isIgnored: true })),
    ],
    shard.count,
  );
  const isOurs = ({ target }: ResolvedImage) => shards.get(target.repository) === shard.index;
  return {
    images: images.filter(isOurs),
    ignored: ignored.filter(isOurs),
    identity: { release, shard: { ...shard, images: images.length } },
  };
}

/** Everything that the files and the target's settings say of what is to be released; not as whom, which may differ between machines. */
function fingerprint({ images, ignored, target, trust }: Release): string {
  const { registry, prefix, attestationManifests, platforms, existing, referrers } = target;
  const lines = (list: readonly ResolvedImage[]) =>
    list.map((image) => `${formatReference(image.target)} ${formatReference(image.source)}`).sort();
  const said = [
    registry,
    prefix,
    attestationManifests,
    platforms,
    existing,
    referrers ?? false,
    lines(images),
    lines(ignored),
    ...(trust?.derive ?? []).map(({ range: _, files, ...rule }) => ({
      ...rule,
      files: files.map(({ range: _, ...file }) => file),
    })),
  ];
  return digestOf(new TextEncoder().encode(JSON.stringify(said)));
}
