import type { Range } from '#problem';
import { type FormLine, isBlank, spanOf } from './form-line.ts';
import type { LineFault } from './line-fault.ts';

/** A line that begins with a bracket: the name of a form, or the kind of an option. */
export interface FormHeader {
  readonly isOption: boolean;
  readonly name: string;
  readonly nameRange: Range;
  readonly fault?: LineFault;
}

/** Reads `[name]` or `[[Option: kind]]`; of a line that is neither, what comes nearest, and what is wrong with it. */
export function headerOf(line: FormLine): FormHeader {
  const { text, end } = line;
  const isOption = text[line.start + 1] === '[';
  const from = line.start + (isOption ? 2 : 1);
  const close = text.indexOf(']', from);
  const to = close < 0 ? end : close;
  const word = isOption ? (/^[ \t]*option[ \t]*:/i.exec(text.slice(from, to))?.[0] ?? '') : '';
  let start = from + word.length;
  while (start < to && isBlank(text[start])) start++;
  let stop = to;
  while (stop > start && isBlank(text[stop - 1])) stop--;
  const name = text.slice(start, stop);
  const isWhole = text.slice(to, end) === (isOption ? ']]' : ']') && (!isOption || word !== '');
  const header = { isOption, name, nameRange: spanOf(line, start, stop) };
  return isWhole && name !== '' ? header : { ...header, fault: faultOf(isOption, name, isWhole) };
}

function faultOf(isOption: boolean, name: string, isWhole: boolean): LineFault {
  if (isOption) {
    const hint = `Write [[Option: ${name === '' ? 'Helm' : name}]].`;
    return { rule: 'form-header', message: 'A delivery option begins with [[Option: kind]], alone on its line.', hint };
  }
  if (isWhole) {
    const hint = 'Write a name between the brackets, such as the version.';
    return { rule: 'form-name', message: 'The form has no name.', hint };
  }
  const hint = `Write [${name === '' ? 'name' : name}].`;
  return { rule: 'form-header', message: 'A form begins with [name], alone on its line.', hint };
}
