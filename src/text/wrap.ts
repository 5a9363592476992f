/**
 * Breaks text at blanks so that no line is wider than asked; a word that is wider stays whole, because it is a digest, a path or an
 * address that somebody wants to copy. Line breaks in the text stay.
 */
export function wrap(text: string, width: number): string[] {
  return text.split(/\r\n|[\n\r]/).flatMap((paragraph) => {
    const lines: string[] = [];
    let current = '';
    for (const word of paragraph.split(/[ \t]+/).filter((part) => part !== '')) {
      if (current === '') current = word;
      else if (current.length + 1 + word.length <= width) current += ` ${word}`;
      else {
        lines.push(current);
        current = word;
      }
    }
    return [...lines, current];
  });
}
