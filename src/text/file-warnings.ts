import type { MirrorPlan, Report } from '#jobs';
import { besideOurs } from '#problem';
import { line, type Span, span } from './line.ts';
import type { Passage } from './passage.ts';
import { wrap } from './wrap.ts';

type Told = NonNullable<Report['fileWarnings']>[number];
/** A plan keeps less of it than a report. */
type FileWarning = MirrorPlan['warnings'][number] & Pick<Told, 'severity' | 'awsCode'>;

const styles = { warning: 'warn', info: 'muted' } as const;

/** What so many lines have alike is told once, with the first of their places. */
const mostAlike = 3;
const mostNamed = 3;
const indent = 13;

/**
 * What is to be said of lines of the files, those that many have alike last.
 * @param fileName the name to show for a file
 */
export function fileWarnings(
  { warnings }: { readonly warnings: readonly FileWarning[] },
  width: number,
  fileName: (file: string) => string,
): Passage[] {
  if (warnings.length === 0) return [];
  const byWords = new Map<string, FileWarning[]>();
  for (const one of warnings) {
    const words = `${severityOf(one)} ${ruleOf(one)} ${withoutName(one)}`;
    byWords.set(words, [...(byWords.get(words) ?? []), one]);
  }
  const groups = [...byWords.values()];
  const alone = groups.filter(({ length }) => length <= mostAlike).flat();
  return [
    { lines: [line()] },
    ...alone.map((one) => alonePassage(one, width, fileName)),
    ...groups.filter(({ length }) => length > mostAlike).map((group) => foldedPassage(group, width, fileName)),
  ];
}

/** `a_images.txt:3:1 warning digest-missing The source…`, as problem matchers read it. */
function alonePassage(one: FileWarning, width: number, fileName: (file: string) => string): Passage {
  const { file, line: at, column, message } = one;
  const severity = severityOf(one);
  const place = span(`${fileName(file)}:${at}:${column}`);
  const words = `${ruleOf(one)} ${message}`.replaceAll(/\s+/g, ' ');
  const [first = ''] = wrap(words, width - `  ${place.text} ${severity} `.length);
  const rest = words.slice(first.length).trim();
  const more = rest === '' ? [] : wrap(rest, width - 4);
  return {
    lines: [
      [span('  '), place, span(' '), span(severity, styles[severity]), span(` ${first}`)],
      ...more.map((text) => line(`    ${text}`)),
    ],
    leads: [{ span: place, file, line: at }],
  };
}

function foldedPassage(group: readonly FileWarning[], width: number, fileName: (file: string) => string): Passage {
  const [one] = group;
  if (!one) return { lines: [] };
  const places = group.slice(0, mostNamed).map(({ file, line: at }) => ({
    span: span(`${fileName(file)}:${at}`),
    file,
    line: at,
  }));
  const more = group.length - places.length;
  const ends = places.map((_, at) => (at < places.length - 1 ? ',' : more > 0 ? ` and ${more} more` : ''));
  const severity = severityOf(one);
  const lines: Span[][] = [
    [span('  '), span(severity.padEnd(indent - 2), styles[severity]), span(`${ruleOf(one)} in ${group.length} lines:`)],
  ];
  for (const [at, { span: place }] of places.entries()) {
    const end = ends[at] ?? '';
    const current = lines.at(-1) ?? [];
    const taken = current.reduce((sum, { text }) => sum + text.length, 0);
    const isFitting = taken + 1 + place.text.length + end.length <= width;
    if (isFitting) current.push(span(' '), place, span(end));
    else lines.push([span(' '.repeat(indent)), place, span(end)]);
  }
  const words = wrap(withoutName(one), width - indent).map((text) => line(`${' '.repeat(indent)}${text}`));
  return { lines: [...lines, ...words], leads: places };
}

function severityOf({ severity = 'warning' }: FileWarning): 'warning' | 'info' {
  return severity;
}

function ruleOf({ rule, awsCode }: FileWarning): string {
  return `${rule}${besideOurs(awsCode === undefined ? {} : { awsCode })}`;
}

/** What is said of a line, without what it quotes of that: `The source has no digest`. */
function withoutName({ message }: FileWarning): string {
  return message.replace(/ "(?:[^"\\]|\\.)*"/, '');
}
