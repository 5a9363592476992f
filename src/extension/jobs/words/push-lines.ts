import { type FinalWrites, formatCount } from '#text';

/** A dialog does not scroll: more lines than these push its buttons out of the window. */
const mostLines = 40;
const tagsInLine = 12;
/** When not all fits: so many lines of tags, and then counts. */
const fullLines = 30;
const countsInLine = 5;
const countLines = 7;

export interface PushLines {
  readonly lines: readonly string[];
  /** How many tags of which repositories are in none of the lines; nothing when all are. */
  readonly cut: readonly string[];
}

/**
 * What would be written, as lines of a dialog: `zeebe: 8.3.4, 8.3.5`.
 * @param withProducts each line names the product that its repository belongs to
 */
export function pushLines(writes: readonly FinalWrites[], withProducts: boolean): PushLines {
  const all = writes.flatMap((one) => linesOf(one, withProducts));
  if (all.length <= mostLines) return { lines: all.map(({ text }) => text), cut: [] };
  const counts = new Map<string, number>();
  for (const { repository, tags } of all.slice(fullLines)) {
    counts.set(repository, (counts.get(repository) ?? 0) + tags);
  }
  return { lines: all.slice(0, fullLines).map(({ text }) => text), cut: countsOf([...counts]) };
}

function linesOf({ repository, tags, product }: FinalWrites, withProducts: boolean) {
  const about = withProducts ? ` (${product ?? 'product not known'})` : '';
  const lines: { readonly repository: string; readonly tags: number; readonly text: string }[] = [];
  for (let at = 0; at < tags.length; at += tagsInLine) {
    const some = tags.slice(at, at + tagsInLine);
    const name = at === 0 ? repository : `${repository}, continued`;
    lines.push({ repository, tags: some.length, text: `${name}: ${some.join(', ')}${about}` });
  }
  return lines;
}

function countsOf(counts: readonly (readonly [string, number])[]): string[] {
  const room = countsInLine * countLines;
  const shown = counts.slice(0, room).map(([repository, tags]) => `${repository} ${formatCount(tags, 'more tag')}`);
  const lines: string[] = [];
  for (let at = 0; at < shown.length; at += countsInLine) lines.push(shown.slice(at, at + countsInLine).join(', '));
  const rest = counts.slice(room);
  if (rest.length === 0) return lines;
  const tags = rest.reduce((sum, [, count]) => sum + count, 0);
  const where = formatCount(rest.length, 'more repository', 'more repositories');
  return [...lines, `and ${where} with ${formatCount(tags, 'tag')}`];
}
