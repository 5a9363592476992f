import { readFileSync } from 'node:fs';

/**
 * The lines of a page's headings, by what they say; from 1. Nothing when it cannot be read: links lead to its beginning then.
 * @param page the Markdown file
 */
export function headingLines(page: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  for (const [index, line] of textOf(page).split('\n').entries()) {
    const heading = /^#+ (.*?)\s*$/.exec(line)?.[1];
    if (heading !== undefined) lines.set(heading, index + 1);
  }
  return lines;
}

/** Read once, when the first problem is shown: a diagnostic cannot wait for its link. */
function textOf(page: string): string {
  try {
    return readFileSync(page, 'utf8');
  } catch {
    return '';
  }
}
