import type { FormField } from '#formats';
import type { Range } from '#problem';
import type { FieldSpec } from '../field-spec.ts';

/** A part of a form that has fields of its own: the form, an option, an item of a list. */
export interface FieldScope {
  readonly fields: readonly FormField[];
  readonly specs: readonly FieldSpec[];
  /** Where to say what is missing. */
  readonly place: Range;
  /** What it is, at the beginning of a sentence. */
  readonly name: string;
  /** It is there already, and the form has only what changes of it. */
  readonly isUpdate?: boolean;
  /** Other parts of the form, in which a label may have been meant to stand; `hint` says so. */
  readonly elsewhere?: readonly { readonly specs: readonly FieldSpec[]; readonly hint: string }[];
}
