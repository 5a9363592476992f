import { type Item, itemProblems } from '#jobs';
import type { Problem, Range } from '#problem';
import { nameIn } from '#text';
import type { ImageOutline, ReleaseOutline } from '#worker';
import { absoluteFile, fileKey, filesOf, itemsOf, type JobResult, promotedFrom, targetOf } from './job-result.ts';

type Images = Pick<ReleaseOutline, 'files'>;

/**
 * What registries, attestations, rules and scanners said of images, as problems on the lines that named them: all lines, of list and
 * release file.
 * @param outline the files as they are now; a problem follows its image to another line, and goes with it. Without it, all count.
 */
export function resultProblems(results: readonly JobResult[], outline: Images | undefined): Problem[] {
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
  return itemProblems([item]).problems.flatMap((problem) => {
    const file = absoluteFile(problem.file, result.place);
    const range = outline === undefined ? problem.range : placeNow(file, problem.range, item, result, outline);
    return range ? [{ ...problem, file, range }] : [];
  });
}

/** Where the image of an origin is named now; undefined when it is not any more. */
function placeNow(file: string, origin: Range, item: Item, result: JobResult, outline: Images) {
  const now = outline.files.find((one) => fileKey(one.file) === file);
  const name = nameIn(targetOf(result), item.wanted ?? item.target);
  // A release file may pin another source than the list that was followed; what was promoted came from no source of the files.
  const isAnySource = now?.kind === 'release' || promotedFrom(result) !== undefined;
  const isSame = (image: ImageOutline) => image.name === name && (isAnySource || image.source === item.source);
  const same = now?.images.filter(isSame) ?? [];
  const found = same.find(({ line }) => line === origin.line) ?? same[0];
  if (!found) return undefined;
  const { line, column } = found;
  if (line === origin.line && column === origin.column) return origin;
  const width = origin.line === origin.endLine ? origin.endColumn - origin.column : 1;
  return { line, column, endLine: line, endColumn: column + width };
}
