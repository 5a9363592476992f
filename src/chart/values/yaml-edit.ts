import type { Value, ValuePath } from './value-tree.ts';

/**
 * Sets a value in a YAML text. A mapping is merged into the mapping that is there, key by key; everything else, lists too, takes the place of what is
 * there. What is missing on the way is made; a position in a list must be there.
 */
export interface YamlEdit {
  readonly path: ValuePath;
  readonly value: Value;
  /** Lines of a comment that stands above the key where the edit adds it; without their `#`. */
  readonly comment?: readonly string[];
}
