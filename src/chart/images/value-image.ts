import type { ValuePath } from '../values/value-tree.ts';

/** Where a part of an image reference comes from; `own` is the value of the image itself that would win over it. */
export type PartSource =
  /** A value, by its path in the root chart's values. */
  | { readonly from: 'value'; readonly path: ValuePath; readonly text: string }
  /** A value that images of the chart share: below `global`, of a component, or at the top of the chart's values. */
  | { readonly from: 'global'; readonly path: ValuePath; readonly text: string; readonly own?: ValuePath }
  /** No value: the chart's `appVersion`. */
  | { readonly from: 'app-version'; readonly text: string; readonly own: ValuePath };

/** How a chart's values give an image. */
export type ImageLayout =
  /** `registry`, `repository`, `tag`, each a value. */
  | 'parts'
  /** `repository` with the registry in it, and `tag`. */
  | 'repository'
  /** All in one text. */
  | 'whole'
  /** A line `image: …` of a longer text, as of a sidecar that is a text. */
  | 'text';

/** What is wrong with an image that values give. */
export type ImageFault =
  /** No tag, no digest, and the chart has no `appVersion`. */
  | 'no-tag'
  /** The tag is `latest`. */
  | 'latest'
  /** The tag is a number in YAML, and Helm writes it in another way: `1.10` becomes 1.1. */
  | 'number'
  /** Templates put a registry before it in one place and not in another, or one that the values do not tell. */
  | 'registry'
  /** It holds a template, so what it is shows only when it is rendered. */
  | 'computed'
  /** By its key an image, but not by its text. */
  | 'malformed';

/** An image that a chart's values give, by the conventions that charts follow. */
export interface ValueImage {
  /** Normalised as `#reference` does it: `docker.io/library/redis:7.2`; the text as written where it is no reference (`computed`, `malformed`). */
  readonly reference: string;
  /** Of the mapping or the text that is the image, in the ROOT chart's values: those of a subchart stand below its alias. */
  readonly path: ValuePath;
  readonly layout: ImageLayout;
  readonly parts: {
    readonly registry?: PartSource;
    /** Of the layouts `whole` and `text` all of it. */
    readonly repository: PartSource;
    readonly tag?: PartSource;
    readonly digest?: PartSource;
  };
  /** Keys that lead to the (sub)chart whose image it is: aliases or names; none for the root. */
  readonly chart: readonly string[];
  /** Whether it is used with the default values, as far as `enabled`, conditions and tags tell. */
  readonly isDefault: boolean;
  readonly faults: readonly ImageFault[];
  /** Where the value is written, from the root's folder: `charts/postgresql/values.yaml`. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}
