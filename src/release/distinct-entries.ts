import { type ImageEntry, quote } from '#formats';
import type { Problem } from '#problem';
import type { ListInput } from './input-file.ts';

/** The entries of a list without those that only repeat an earlier line; each of these adds a warning. */
export function distinctEntries({ file, model }: ListInput, problems: Problem[]): ImageEntry[] {
  const lines = new Map<string, number>();
  return model.entries.filter(({ dest, source, range }) => {
    const text = source ? `${dest.text} ${source.text}` : dest.text;
    const first = lines.get(text);
    if (first === undefined) {
      lines.set(text, range.line);
      return true;
    }
    const message = `${quote(dest.text)} stands on line ${first} already.`;
    problems.push({
      file,
      rule: 'duplicate-entry',
      severity: 'warning',
      range,
      message,
      hint: 'Remove one of the lines.',
    });
    return false;
  });
}
