import type { Range } from '#problem';
import type { Form, FormField, FormFile, FormItem, FormOption } from './form-model.ts';

/** Lists in groups in lists … beyond this are no load form. */
const deepest = 8;

/** A place that grows as the lines below turn out to belong to it. */
type Growing = { -readonly [Key in keyof Range]: Range[Key] };

interface OpenText {
  readonly kind: 'text';
  readonly text: string;
  readonly range: Range;
  readonly isBlock: boolean;
}

interface OpenItems {
  readonly kind: 'list';
  readonly items: FormItem[];
  readonly range: Growing;
}

/** A field whose value may still become a block or a list. */
export interface OpenField extends FormField {
  value: OpenText | OpenItems;
  readonly range: Growing;
}

/** Where fields are gathered: a form, an option or a group. */
interface Holder {
  readonly fields: FormField[];
  readonly keys: Set<string>;
}

/** A list whose last item may still grow. */
interface OpenList {
  /** How far its dashes are indented. */
  readonly dash: number;
  readonly field: OpenField;
  readonly value: OpenItems;
  /** The last item: its place, and its fields when it is a group. */
  item?: { readonly range: Growing; readonly group?: Holder };
}

/** The list that an item belongs to; `depth` counts lists from 1, `isOdd` says that the item is indented like none before it. */
export interface FoundList {
  readonly list: OpenList;
  readonly depth: number;
  readonly isOdd: boolean;
}

/** The model while it grows from line to line: which form, option, list, group and field the next line may belong to. */
export class FormTree {
  readonly #forms: (Form & { readonly fields: FormField[]; readonly options: FormOption[] })[] = [];
  readonly #names = new Set<string>();
  #spans: Growing[] = [];
  #section: Holder | undefined;
  #lists: OpenList[] = [];
  /** The field of the line before, as long as nothing else was begun. */
  #field: OpenField | undefined;
  /** How far an item must be indented to stand below that field. */
  #itemsFrom = 0;
  /** Fields and items so far. */
  parts = 0;

  get file(): FormFile {
    return { forms: this.#forms };
  }

  get hasForm(): boolean {
    return this.#section !== undefined;
  }

  /** Whether the line may be an item of a list that is open, or of one that the last field may have. */
  get expectsItem(): boolean {
    return this.#lists.length > 0 || isEmpty(this.#field);
  }

  /** Begins a form; answers whether another has its name. */
  beginForm(name: string, nameRange: Range, range: Range): boolean {
    const isSecond = this.#names.has(name);
    this.#names.add(name);
    const form = { name, nameRange, range: { ...range }, fields: [], options: [] };
    this.#forms.push(form);
    this.#begin(form.fields, [form.range]);
    return isSecond;
  }

  /** Begins an option of the last form, which must be there. */
  beginOption(kind: string, kindRange: Range, range: Range): void {
    const form = this.#forms.at(-1);
    const option = { kind, kindRange, range: { ...range }, fields: [] };
    form?.options.push(option);
    const [ofForm] = this.#spans;
    this.#begin(option.fields, ofForm ? [ofForm, option.range] : [option.range]);
    this.grow(range);
  }

  #begin(fields: FormField[], spans: Growing[]): void {
    this.#section = { fields, keys: new Set() };
    this.#spans = spans;
    this.#lists = [];
    this.#field = undefined;
    this.parts++;
  }

  /**
   * The list that an item at this indentation belongs to, begun if need be; or why there is none: nothing above it is a field
   * (`none`), the field has a text (`text`), or lists are too deep in each other (`deep`).
   */
  listFor(indent: number, range: Range): FoundList | 'none' | 'text' | 'deep' {
    if (isEmpty(this.#field) && indent >= this.#itemsFrom) {
      if (this.#lists.length >= deepest) return 'deep';
      const value: OpenItems = { kind: 'list', items: [], range: { ...range } };
      const list: OpenList = { dash: indent, field: this.#field, value };
      this.#field.value = value;
      this.#lists.push(list);
      return { list, depth: this.#lists.length, isOdd: false };
    }
    const exact = this.#lists.findLastIndex(({ dash }) => dash === indent);
    const outer = this.#lists.findLastIndex(({ dash }) => dash < indent);
    const at = exact >= 0 ? exact : Math.max(outer, 0);
    const list = this.#lists[at];
    if (!list) return this.#field ? 'text' : 'none';
    this.#lists = this.#lists.slice(0, at + 1);
    return { list, depth: at + 1, isOdd: exact < 0 };
  }

  addText(list: OpenList, text: string, range: Range): void {
    list.value.items.push({ kind: 'text', text, range });
    list.item = { range: { ...range } };
    this.#field = undefined;
    this.parts++;
    this.grow(range);
  }

  /** Begins a group; its first field is added next. */
  addGroup(list: OpenList, text: string, range: Range): void {
    const group = { kind: 'group' as const, fields: [] as FormField[], text, range: { ...range } };
    list.value.items.push(group);
    list.item = { range: group.range, group: { fields: group.fields, keys: new Set() } };
    this.parts++;
  }

  /** Whether a line at this indentation stands below a list item that is a text, which has no fields. */
  isBelowText(indent: number): boolean {
    const list = this.#lists.findLast(({ dash }) => dash < indent);
    return list !== undefined && list.item?.group === undefined;
  }

  /** Ends the lists that a field at this indentation does not belong to; answers how many it is in. */
  closeLists(indent: number): number {
    this.#lists = this.#lists.filter(({ dash }) => dash < indent);
    return this.#lists.length;
  }

  /** Adds a field to the group or section that is open; answers whether it has one of that label already. `indent` is the label's. */
  addField(field: OpenField, indent: number): boolean {
    const inner = this.#lists.at(-1)?.item?.group;
    const holder = inner ?? this.#section;
    const { key } = field;
    const isSecond = holder?.keys.has(key) ?? false;
    holder?.keys.add(key);
    holder?.fields.push(field);
    this.#field = field;
    this.#itemsFrom = inner ? indent : 0;
    this.parts++;
    this.grow(field.range);
    return isSecond;
  }

  /** Brings the end of everything that is open to the end of what was just read. Asked for every line: it gathers nothing. */
  grow(end: Pick<Range, 'endLine' | 'endColumn'>): void {
    for (const span of this.#spans) extend(span, end);
    for (const { field, value, item } of this.#lists) {
      extend(field.range, end);
      extend(value.range, end);
      if (item) extend(item.range, end);
    }
    if (this.#field) extend(this.#field.range, end);
  }
}

function extend(span: Growing, { endLine, endColumn }: Pick<Range, 'endLine' | 'endColumn'>): void {
  span.endLine = endLine;
  span.endColumn = endColumn;
}

function isEmpty(field: OpenField | undefined): field is OpenField {
  return field?.value.kind === 'text' && field.value.text === '' && !field.value.isBlock;
}
