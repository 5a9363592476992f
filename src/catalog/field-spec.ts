import type { FormKind, OptionKind } from './form-kinds.ts';
import type { ValueList } from './value-list.ts';

/** A field of a load form, as the catalogue knows it: checks, completion, hover, templates and the page of fields come from here. */
export interface FieldSpec extends FieldCore {
  /** Other names that forms and AWS's pages use for it. */
  readonly aliases: readonly string[];
  readonly kinds: readonly FormKind[];
  /** The delivery options that have it; without them it stands before any option. */
  readonly options?: readonly OptionKind[];
  readonly shape: FieldShape<FieldSpec>;
  readonly awsCodes: AwsCodes;
}

/** A field as the files below `fields/` write it; {@link FieldSpec} adds what follows from its place. */
export interface FieldData extends FieldCore {
  readonly aliases?: readonly string[];
  readonly shape: FieldShape<FieldData>;
  readonly awsCodes?: AwsCodes;
}

interface FieldCore {
  /** Unique among the fields of a form or group, and never shown. */
  readonly id: string;
  /** As the portal writes it. */
  readonly label: string;
  readonly required?: Requirement;
  /** The field only counts when this holds. */
  readonly onlyWith?: Condition;
  /** What it is and what makes a good value, in our words. */
  readonly help: string;
  /** Where it goes; nowhere when it is ours or the portal's alone. */
  readonly path?: FieldPath;
  /** AWS's pages no longer have it though its schema does: taken when it is there, never offered. */
  readonly isRetired?: true;
}

/**
 * When a field must be filled in: always, or when the words say so; {@link Condition} where the form alone can tell. `unless`: not for
 * a version or an option that is there already, of which a form has only what changes.
 */
export type Requirement =
  | 'always'
  | Condition
  | { readonly when: string }
  | { readonly when: string; readonly unless: 'update' };

/** Whether another field of the same part of the form has one of the values, or any, or is absent. */
export interface Condition {
  readonly when: string;
  readonly field: string;
  readonly is: readonly string[] | 'absent' | 'present';
}

/** Change types of the Catalog API that carry a field (none named: every one of them), and where in their details. */
interface FieldPath {
  readonly changes: readonly string[];
  readonly json: string;
}

export type FieldShape<Field> = TextShape | ListShape | GroupsShape<Field>;

/** One text. Lengths are in UTF-16 units, the strictest way to count: no one of AWS's pages says how it counts. */
export interface TextShape {
  readonly kind: 'text';
  readonly least?: number;
  readonly most?: number;
  /** A whole number from … to …; `most` is not used then. */
  readonly range?: { readonly least: number; readonly most: number };
  /** `means` completes "must be …". Soft: the sources disagree, so that it is only a warning. */
  readonly pattern?: { readonly test: RegExp; readonly means: string; readonly isSoft?: true };
  /** The only values there are. */
  readonly values?: readonly string[];
  /** The values there were on a day. */
  readonly list?: ValueList;
  /** What no pattern says. */
  readonly judge?: (text: string) => ValueFault | undefined;
  /** Text for people, perhaps of several lines: its characters are looked at. */
  readonly isProse?: true;
  /** A value that is accepted; the first of the values where there are some. */
  readonly sample?: string;
}

/** Items, one a line. */
export interface ListShape {
  readonly kind: 'list';
  readonly least: number;
  readonly most: number;
  readonly item: TextShape;
  /** All items together, in UTF-16 units. */
  readonly total?: number;
  /** Sources disagree about `most`: above this there is a warning. */
  readonly usual?: number;
  /** Also takes several items on the field's own line, separated so. */
  readonly separator?: ',';
  /** Also takes `@file`, an image list whose targets are meant. */
  readonly takesFile?: true;
}

/** Items of several fields each. */
export interface GroupsShape<Field> {
  readonly kind: 'groups';
  readonly least: number;
  readonly most: number;
  readonly fields: readonly Field[];
  /** The field that must differ from group to group. */
  readonly unique?: string;
}

/** What is wrong with one value. */
export interface ValueFault {
  readonly message: string;
  readonly hint?: string;
  readonly awsCode?: string;
  readonly isWarning?: true;
  /** For findings that other files have too. */
  readonly rule?: 'tag-latest' | 'tag-missing';
}

/** AWS's own codes by what is wrong; `remote` are those that only AWS can find. */
export interface AwsCodes {
  readonly missing?: string;
  readonly long?: string;
  /** Not of the form that the field takes, or not a number in its range. */
  readonly form?: string;
  readonly value?: string;
  readonly twice?: string;
  readonly few?: string;
  readonly many?: string;
  readonly characters?: string;
  readonly remote?: readonly string[];
}
