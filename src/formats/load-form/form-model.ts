import type { Range } from '#problem';

/** A load form (`*.loadform.txt`) as written: one or several forms. Which fields there are is the catalogue's matter. */
export interface FormFile {
  readonly forms: readonly Form[];
}

/** One form: from `[name]` to the line before the next one's. */
export interface Form {
  /** What stands between the brackets; `""` for fields that stand before any `[name]`. */
  readonly name: string;
  readonly nameRange: Range;
  /** From its header to the end of its last line that is neither blank nor a comment. */
  readonly range: Range;
  /** The fields before any option. `Form:` is one of them and names the kind. */
  readonly fields: readonly FormField[];
  readonly options: readonly FormOption[];
}

/** A part of a form that is there once for each way to deliver: `[[Option: Helm]]` and what follows it. */
export interface FormOption {
  /** `Helm` of `[[Option: Helm]]`. */
  readonly kind: string;
  readonly kindRange: Range;
  readonly range: Range;
  readonly fields: readonly FormField[];
}

/** `Label: value`, with the lines below it that belong to it. */
export interface FormField {
  /** As written. */
  readonly label: string;
  /** What labels are compared by, see {@link labelKey}. */
  readonly key: string;
  readonly labelRange: Range;
  readonly value: FormValue;
  readonly range: Range;
}

/** A value. The range of a text is that of its characters (a block's: its lines between the quotes); an empty one has none. */
export type FormValue =
  | { readonly kind: 'text'; readonly text: string; readonly range: Range; readonly isBlock: boolean }
  | { readonly kind: 'list'; readonly items: readonly FormItem[]; readonly range: Range };

/**
 * One `- item` of a list: a text, or a group of fields (`- Key: value` with further `Label: value` lines below). The grammar can't
 * tell a text with a colon from a group: `text` is the first line of a group as written, for lists whose items are texts.
 */
export type FormItem =
  | { readonly kind: 'text'; readonly text: string; readonly range: Range }
  | { readonly kind: 'group'; readonly fields: readonly FormField[]; readonly text: string; readonly range: Range };
