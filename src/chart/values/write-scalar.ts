import { readsOtherwise } from './reads-otherwise.ts';

/** How a text is quoted. */
export type Quoting = 'plain' | 'single' | 'double';

/**
 * A scalar on one line, such that every reader of YAML gets it back.
 * @param quoting what is wished for a text; it gets double quotes where that would make something else of it
 * @param inFlow whether it stands between brackets
 */
export function writeScalar(value: null | boolean | number | string, quoting: Quoting, inFlow: boolean): string {
  if (typeof value === 'number') return writeNumber(value);
  if (typeof value !== 'string') return String(value);
  if (quoting === 'plain' && isPlain(value, inFlow)) return value;
  if (quoting === 'single' && printable.test(value)) return `'${value.replaceAll("'", "''")}'`;
  return JSON.stringify(value).replace(unprintable, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Less than YAML permits, so that no reader differs about it. */
const plain = /^[\p{L}\d_./][\p{L}\d_./@+ ()=-]*(?::(?=[^\s:])[\p{L}\d_./@+ ()=-]+)*$/u;
const plainInFlow = /^[\w./][\w./+-]*$/;
const printable = /^[\x20-\x7e\u00a0-\u1fff\u2030-\ud7ff]*$/;
/** What JSON takes as it is and YAML does not (YAML 1.2.2, section 5.1), and breaks of lines of YAML 1.1. */
const unprintable = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

function isPlain(text: string, inFlow: boolean): boolean {
  if (text.endsWith(' ') || readsOtherwise(text)) return false;
  // The marks of a document.
  if (text.startsWith('...')) return false;
  return (inFlow ? plainInFlow : plain).test(text);
}

function writeNumber(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  return String(value);
}
