import type { Code, Range, TextProblem } from '#problem';
import { fileStart } from '../parsed.ts';
import { quote } from '../quote.ts';
import { FormBlocks } from './form-blocks.ts';
import { headerOf } from './form-header.ts';
import { type FormLine, formLine, isBlank, type LabelledValue, labelledValue, spanOf } from './form-line.ts';
import type { FormFile } from './form-model.ts';
import { FormTree, type OpenField } from './form-tree.ts';
import { labelKey } from './label-key.ts';
import { lineFault, noList } from './line-fault.ts';
import { quotes } from './line-kind.ts';

/** Some hundred forms with the longest texts stay below it. */
const mostCharacters = 4 * 1024 * 1024;
/** More fields, items and faults than any file of forms has. */
const mostParts = 100_000;
/** Longer than any value that AWS takes (30,000); such a line is not looked into. */
const longestLine = 65_536;

/** A load form as read, and what its formatter needs. */
export interface ReadForm {
  readonly model: FormFile;
  readonly problems: readonly TextProblem[];
  /** Each line as it would be written: blanks in order, without line break and byte order mark. */
  readonly lines: readonly string[];
  /** The lines (from 0) inside blocks, which stay as they are. */
  readonly verbatim: ReadonlySet<number>;
  /** Whether every line was understood. If not, there is text that the model does not have. */
  readonly isWhole: boolean;
}

/** Reads a load form line by line. It goes on after every fault, takes time linear in the text, and never throws. */
export function readForm(text: string): ReadForm {
  if (text.length > mostCharacters) {
    const message = `The file has ${text.length} characters; at most ${mostCharacters} are read.`;
    const problem: TextProblem = { rule: 'text-too-large', severity: 'error', range: fileStart, message };
    return { model: { forms: [] }, problems: [problem], lines: [], verbatim: new Set(), isWhole: false };
  }
  return new FormReader(text).read();
}

class FormReader {
  readonly #source: readonly string[];
  readonly #lines: string[];
  readonly #verbatim = new Set<number>();
  readonly #problems: TextProblem[] = [];
  readonly #tree = new FormTree();
  readonly #blocks: FormBlocks;
  #isWhole = true;

  constructor(text: string) {
    this.#source = text.split('\n').map(withoutReturn);
    this.#lines = [...this.#source];
    this.#blocks = new FormBlocks(this.#source);
  }

  read(): ReadForm {
    for (let at = 0; at < this.#source.length; ) {
      const line = formLine(this.#source[at] ?? '', at + 1);
      if (this.#tree.parts + this.#problems.length >= mostParts) {
        const message = `The file has more than ${mostParts} fields or faults up to here; the rest is not read.`;
        this.#lose('text-too-large', spanOf(line, 0, 0), { message });
        break;
      }
      at = this.#readLine(line);
    }
    const { file: model } = this.#tree;
    return {
      model,
      problems: this.#problems,
      lines: this.#lines,
      verbatim: this.#verbatim,
      isWhole: this.#isWhole,
    };
  }

  /** Reads a line and the block that it opens; answers the place of the next one to read, from 0. */
  #readLine(line: FormLine): number {
    const { text, start, end } = line;
    if (end - start > longestLine) {
      const message = `The line has ${end - start} characters; at most ${longestLine} are read.`;
      this.#lose('text-too-large', whole(line), { message });
    } else if (start === end) this.#write(line, '');
    else if (text[start] === '#') this.#write(line, ' '.repeat(line.indent) + text.slice(start, end));
    else if (text[start] === '[') this.#readHeader(line);
    else if (this.#isItem(line)) return this.#readItem(line);
    else return this.#readField(line);
    return line.number;
  }

  #readHeader(line: FormLine): void {
    const header = headerOf(line);
    const { name, nameRange } = header;
    this.#write(line, header.isOption ? `[[Option: ${name}]]` : `[${name}]`);
    if (line.indent > 0) {
      const message = 'The line is indented; a form or an option begins at the start of its line.';
      this.#warn('form-indentation', whole(line), { message });
    }
    if (header.isOption) {
      if (!this.#tree.hasForm) this.#outside(line, 'An option');
      this.#tree.beginOption(name, nameRange, whole(line));
    } else if (this.#tree.beginForm(name, nameRange, whole(line)) && name !== '') {
      const message = `Another form of the file is named ${quote(name)}.`;
      this.#add('form-name', nameRange, { message, hint: 'Give each form a name of its own.' });
    }
    if (header.fault) this.#lose(header.fault.rule, whole(line), header.fault);
  }

  /** What follows stands in a form without a name, so that this is told once. */
  #outside(line: FormLine, what: string): void {
    this.#tree.beginForm('', spanOf(line, line.start, line.start), whole(line));
    const message = `${what} stands before the first [name], in no form.`;
    this.#add('form-outside', whole(line), { message, hint: 'Begin the form with a line such as [8.4.1].' });
  }

  /** `- x`; where a list may be, `-x` too. Two dashes are a line that somebody drew. */
  #isItem({ text, start, end }: FormLine): boolean {
    if (text[start] !== '-') return false;
    if (start + 1 === end || isBlank(text[start + 1])) return true;
    return text[start + 1] !== '-' && this.#tree.expectsItem;
  }

  #readItem(line: FormLine): number {
    const { text, end } = line;
    let start = line.start + 1;
    while (start < end && isBlank(text[start])) start++;
    const found = this.#tree.listFor(line.indent, whole(line));
    if (typeof found === 'string') {
      this.#lose(found === 'deep' ? 'text-too-deep' : 'form-list', whole(line), noList[found]);
      return line.number;
    }
    if (found.isOdd) {
      const message = 'The line is indented like no item above it; it is read as an item of the same list.';
      this.#warn('form-indentation', whole(line), { message });
    }
    const written = text.slice(start, end);
    const range = spanOf(line, start, end);
    this.#write(line, `${' '.repeat(4 * found.depth - 2)}-${written === '' ? '' : ` ${written}`}`);
    if (start === line.start + 1 && start < end) {
      const message = 'No blank stands after the dash of the item.';
      this.#warn('form-list', whole(line), { message, hint: 'Write "- " and the item.' });
    }
    const first = labelledValue(line, start, true);
    if (first) {
      this.#tree.addGroup(found.list, written, range);
      return this.#addField(line, first, line.indent + start - line.start);
    }
    this.#tree.addText(found.list, written, range);
    if (written === '') {
      this.#warn('form-list', whole(line), { message: 'The item is empty.', hint: 'Write it after the dash.' });
    } else if (written.startsWith(quotes)) {
      const message = 'A text of several lines is the value of a field, not an item of a list.';
      this.#lose('form-block', range, { message, hint: 'Write the item on one line.' });
    }
    return line.number;
  }

  #readField(line: FormLine): number {
    const { text, start, end, indent } = line;
    const field = text.startsWith(quotes, start) ? undefined : labelledValue(line, start, indent > 0);
    if (!field || this.#tree.isBelowText(indent)) {
      const fault = lineFault(line, field, this.#tree.expectsItem);
      this.#lose(fault.rule, whole(line), fault);
      return line.number;
    }
    if (!this.#tree.hasForm) this.#outside(line, `The field ${quote(field.label)}`);
    const depth = this.#tree.closeLists(indent);
    if (depth === 0 && indent > 0) {
      const message = `The field ${quote(field.label)} is indented; a field begins at the start of its line.`;
      this.#warn('form-indentation', whole(line), { message });
    }
    const value = text.slice(field.valueStart, end);
    this.#write(line, `${' '.repeat(4 * depth)}${field.label}:${value === '' ? '' : ` ${value}`}`);
    return this.#addField(line, field, indent);
  }

  /** Adds a field and reads the block that it opens. */
  #addField(line: FormLine, { label, labelStart, value, valueStart }: LabelledValue, indent: number): number {
    const labelRange = spanOf(line, labelStart, labelStart + label.length);
    const range = spanOf(line, valueStart, line.end);
    const field: OpenField = {
      label,
      key: labelKey(label),
      labelRange,
      value: { kind: 'text', text: value, range, isBlock: false },
      range: { ...spanOf(line, labelStart, line.end) },
    };
    if (this.#tree.addField(field, indent)) {
      const message = `The field ${quote(label)} stands here for the second time.`;
      this.#add('duplicate-key', labelRange, { message, hint: 'Rename or remove one of the two.' });
    }
    if (!value.startsWith(quotes)) return line.number;
    if (value === quotes) return this.#readBlock(line, field, range);
    const hint = 'Begin the text on the next line, and end it with """ alone on a line.';
    this.#lose('form-block', range, { message: 'The quotes that open a text stand alone after the colon.', hint });
    // What ends on its own line opens nothing; else the text goes on below.
    return value.endsWith(quotes) ? line.number : this.#readBlock(line, field, range);
  }

  #readBlock(opening: FormLine, field: OpenField, range: Range): number {
    const { start, end, isClosed, next, suspect } = this.#blocks.from(opening.number);
    const lines = this.#source.slice(start, end);
    for (let at = start; at < end; at++) this.#verbatim.add(at);
    const last: Range = { line: end, column: 1, endLine: end, endColumn: (lines.at(-1)?.length ?? 0) + 1 };
    const inside = lines.length > 0 ? { ...last, line: start + 1 } : spanOf(opening, opening.end, opening.end);
    field.value = { kind: 'text', text: lines.join('\n'), range: inside, isBlock: true };
    if (!isClosed) {
      this.#tree.grow(inside);
      const where = next
        ? ` before line ${next.number}, where ${quote(next.text.slice(next.start, next.end))} begins`
        : '';
      const message = `The text that these quotes open is not closed${where}.`;
      const hint = 'Write """ alone on the line after the text.';
      this.#lose('form-block', range, {
        message,
        hint: next ? `${hint} If line ${next.number} belongs to the text, indent it.` : hint,
      });
      return end;
    }
    const closing = formLine(this.#source[end] ?? '', end + 1);
    this.#write(closing, quotes);
    this.#tree.grow(whole(closing));
    if (suspect) {
      const message = `The text that is opened in line ${opening.number} is still open here.`;
      this.#warn('form-block', whole(suspect), { message, hint: 'Look whether its closing """ is missing above.' });
    }
    return end + 1;
  }

  #write(line: FormLine, text: string): void {
    this.#lines[line.number - 1] = text;
  }

  /** An error that leaves text out of the model. */
  #lose(rule: Code, range: Range, what: Words): void {
    this.#isWhole = false;
    this.#add(rule, range, what);
  }

  #warn(rule: Code, range: Range, what: Words): void {
    this.#add(rule, range, what, 'warning');
  }

  #add(rule: Code, range: Range, { message, hint }: Words, severity: TextProblem['severity'] = 'error'): void {
    this.#problems.push({ rule, severity, range, message, ...(hint === undefined ? {} : { hint }) });
  }
}

type Words = Pick<TextProblem, 'message' | 'hint'>;

/** A line without the blanks around it. */
function whole(line: FormLine): Range {
  return spanOf(line, line.start, line.end);
}

/** A line without the CR of a CRLF; also when there are several, so that none becomes part of a line break later. */
function withoutReturn(line: string): string {
  let end = line.length;
  while (line[end - 1] === '\r') end--;
  return line.slice(0, end);
}
