import type { YamlEdit } from '../values/yaml-edit.ts';
import type { TemplateImage } from './template-image.ts';
import type { ValueImage } from './value-image.ts';

/** What it takes to have a chart use other images. */
export interface ImageRewrite {
  /** Of the root's `values.yaml`. None when the chart uses the wished images already. */
  readonly edits: readonly YamlEdit[];
  /** Images that the edits replace, with the target's reference. */
  readonly rewritten: readonly { readonly image: ValueImage; readonly target: string }[];
  /** Images that stay what they are, and why. */
  readonly unmatched: readonly UnmatchedImage[];
  /** Images of which the templates do not tell whether the registry that the values give them is theirs everywhere. */
  readonly unclear: readonly { readonly image: ValueImage; readonly target: string }[];
}

/** An image that no edit of values can replace, or that nobody said a target of. */
export type UnmatchedImage =
  /** The map has no target of it. */
  | { readonly why: 'no-target'; readonly image: ValueImage }
  /** It holds a template, or is no reference. */
  | { readonly why: 'computed'; readonly image: ValueImage }
  /** The target has a digest and no tag, and the values have no place for one. */
  | { readonly why: 'no-digest-value'; readonly image: ValueImage; readonly target: string }
  /** Its registry is a value that others share, and not all of them go to the same one. */
  | { readonly why: 'shared-registry'; readonly image: ValueImage; readonly target: string }
  /** It stands in a template. */
  | { readonly why: 'template'; readonly image: TemplateImage; readonly target?: string };
