import type { PackedLayer } from './pack-layer.ts';

/** A change to an image: of its config, and one layer of files on top. What is absent stays as it is. */
export interface ImageChange {
  /** `uid`, `name`, each with `:group` or without. */
  readonly user?: string;
  /** Added, or in the place of those of the same name. */
  readonly labels: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  /** Takes the base's command away when none is given with it, as a Dockerfile's ENTRYPOINT does. */
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  /** The layer that a platform gets, by the digest of the base's manifest. */
  readonly layerOn?: (platform: string) => PackedLayer;
}

/** What an image is made of, for those who have only the image made of it. */
export interface BaseImage {
  readonly digest: string;
  /** `registry/repository:tag`; absent when there is no tag, because a name without one means `latest`. */
  readonly name?: string;
}

/** Keys of annotations and labels (OCI image specification, annotations.md, "Pre-Defined Annotation Keys"). */
export const baseKeys = {
  digest: 'org.opencontainers.image.base.digest',
  name: 'org.opencontainers.image.base.name',
} as const;
