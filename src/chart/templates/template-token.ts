import type { Range } from '#problem';

/** A word of an action. `field`: a chain such as `.Values.image.tag` or `$root.Release.Name`; `name`: a function or a keyword. */
export interface TemplateToken {
  readonly kind: 'name' | 'field' | 'variable' | 'text' | 'number' | 'mark';
  /** A text without its quotes, its escapes as they are written. */
  readonly text: string;
}

/** What stands between `{{` and `}}`. */
export interface TemplateAction {
  readonly tokens: readonly TemplateToken[];
  readonly range: Range;
  /** Blocks (`if`, `range`, `with`) that are open around it. */
  readonly depth: number;
  /** Whether it stands in a `define`, which only an `include` brings to life. */
  readonly isDefinition: boolean;
}

/** Why a template cannot work, in a sentence without its full stop. */
export interface TemplateFault {
  readonly message: string;
  readonly range: Range;
}

/** A line `key: value` of the YAML that a template writes. */
export interface TemplateKey {
  readonly key: string;
  /** What stands behind the colon, actions included, without a comment; empty where the value follows below. */
  readonly value: string;
  /** Blanks before the key; the dash of a list counts as one. */
  readonly indent: number;
  readonly range: Range;
}

/** A template as far as it can be told without rendering it. */
export interface TemplateScan {
  readonly actions: readonly TemplateAction[];
  readonly faults: readonly TemplateFault[];
  readonly keys: readonly TemplateKey[];
}
