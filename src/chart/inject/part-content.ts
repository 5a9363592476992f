import type { Value } from '../values/value-tree.ts';

/** What a part brings to a chart. */
export interface PartContent {
  /** Templates of its own, by their path in the chart. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Named templates, for the one file that holds all of ours. */
  readonly helpers: readonly string[];
  readonly values: readonly PartValue[];
  /** What the notes say of it: a template, for they are shown after the installation. */
  readonly notes?: string;
}

/** A value below `awsmp` that a part reads. */
export interface PartValue {
  /** Below `awsmp`. */
  readonly path: readonly [string, ...string[]];
  readonly value: Value;
  readonly comment?: string;
  /** By the settings: it replaces what `values.yaml` says. Others are defaults, and what stands there stays. */
  readonly isWished: boolean;
}
