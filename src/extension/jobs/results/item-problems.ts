import type { Item } from '#jobs';
import type { Problem } from '#problem';
import { shortDigest } from '#reference';
import { nameIn } from '#text';
import type { ImageOutline, ReleaseOutline } from '#worker';
import { absoluteFile, fileKey, filesOf, itemsOf, type JobResult } from './job-result.ts';

type Images = Pick<ReleaseOutline, 'files'>;

/**
 * What registries said of images, as problems on the lines that named them: all lines, of list and release file.
 * @param outline the files as they are now; a problem follows its image to another line, and goes with it. Without it, all count.
 */
export function itemProblems(results: readonly JobResult[], outline: Images | undefined): Problem[] {
  const told = new Set<string>();
  return results.flatMap((result) => {
    const found = itemsOf(result).flatMap((item) => problemsOf(item, result, outline));
    const problems = found.filter(({ file }) => !told.has(fileKey(file)));
    // Of a file, only what the newest job said counts.
    for (const file of filesOf(result)) told.add(file);
    return problems;
  });
}

function problemsOf(item: Item, result: JobResult, outline: Images | undefined): Problem[] {
  const severity = severityOf(item);
  if (severity === undefined) return [];
  const { code: rule = 'registry-error', message = wordsOf(item), hint } = item;
  return item.origins.flatMap(({ file: named, ...written }) => {
    const file = absoluteFile(named, result.place);
    const range = outline === undefined ? written : placeNow(file, written, item, result, outline);
    return range ? [{ file, range, rule, severity, message, ...(hint === undefined ? {} : { hint }) }] : [];
  });
}

function severityOf({ outcome, code }: Item): Problem['severity'] | undefined {
  if (outcome === 'conflict' || outcome === 'failed') return 'error';
  // What else has a code is there, or can be copied, and lacks platforms.
  return code !== undefined && outcome !== 'cancelled' ? 'warning' : undefined;
}

/** A conflict may have no more to say than its digest. */
function wordsOf({ outcome, target, digest }: Item): string {
  if (outcome === 'conflict') return `${target} is taken${digest === undefined ? '' : ` by ${shortDigest(digest)}`}`;
  return `${target}: ${outcome}`;
}

type Written = Problem['range'];

/** Where the image of an origin is named now; undefined when it is not any more. */
function placeNow(file: string, origin: Written, item: Item, result: JobResult, outline: Images) {
  const now = outline.files.find((one) => fileKey(one.file) === file);
  const name = nameIn(result.plan.target, item.target);
  // A release file may pin another source than the list that was followed; what was promoted came from no source of the files.
  const isAnySource = now?.kind === 'release' || result.plan.promotedFrom !== undefined;
  const isSame = (image: ImageOutline) => image.name === name && (isAnySource || image.source === item.source);
  const same = now?.images.filter(isSame) ?? [];
  const found = same.find(({ line }) => line === origin.line) ?? same[0];
  if (!found) return undefined;
  const { line, column } = found;
  if (line === origin.line && column === origin.column) return origin;
  const width = origin.line === origin.endLine ? origin.endColumn - origin.column : 1;
  return { line, column, endLine: line, endColumn: column + width };
}
