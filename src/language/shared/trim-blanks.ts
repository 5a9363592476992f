/** A line without the blanks and tabs at its end. In linear time, which a regular expression does not take for a long line. */
export function trimBlanks(line: string): string {
  let end = line.length;
  while (line[end - 1] === ' ' || line[end - 1] === '\t') end--;
  return line.slice(0, end);
}
