/** A list's text, line by line, as its parser counts them. */
export interface ListText {
  /** Without their ends. */
  readonly lines: readonly string[];
  /** What new lines end with. */
  readonly end: '\n' | '\r\n';
}

export function listText(text: string): ListText {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  return { lines: text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line)), end };
}

/** Whether there is nothing on a line, in the eyes of the parser: only blanks and tabs are nothing. */
export function isBlank(line: string): boolean {
  return /^[ \t]*$/.test(line);
}

/** Where the comment of a line begins: a `#` at its start or after blanks. Undefined without one. */
export function commentAt(line: string): number | undefined {
  const found = /(?:^|[ \t])#/.exec(line);
  return found ? found.index + found[0].length - 1 : undefined;
}

/** The fields of a line, as texts. */
export function fieldTexts(line: string): readonly string[] {
  return line.slice(0, commentAt(line)).match(/[^ \t]+/g) ?? [];
}
