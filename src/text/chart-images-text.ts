import type { ChartImages } from '#jobs';
import { formatCount } from './amounts.ts';
import { chartImageRows, chartImageSummary } from './chart-image-rows.ts';
import { chartProblemLines } from './chart-problem-lines.ts';
import { diffText } from './diff-text.ts';
import { fileWarnings } from './file-warnings.ts';
import { type Line, line } from './line.ts';
import { linesOf } from './passage.ts';
import { credentialLines, indented, placeLines, rehearsal } from './plan-text.ts';

/** Lines of the change of a list that are shown. */
const mostOfList = 200;

/** The images that a chart needs, what the target has of them, and what becomes of an image list. */
export function chartImagesText(found: ChartImages, width: number): Line[] {
  const { chart, target, images, problems, look, list, endpoints } = found;
  return [
    ...placeLines(`Images of ${chart.name} ${chart.version}`, target, width),
    ...rehearsal({ endpoints, target }, width),
    line(),
    ...chartImageRows(images, target, width),
    ...(images.length > 0 ? [line()] : []),
    ...chartProblemLines(problems, width),
    ...linesOf(fileWarnings({ warnings: found.fileWarnings }, width, (file) => file)),
    ...(problems.length + found.fileWarnings.length > 0 ? [line()] : []),
    ...indented(chartImageSummary(images), width),
    ...indented(lookWords(look), width),
    ...credentialLines(endpoints, width),
    ...(list ? listLines(list, width) : []),
  ];
}

/** How the images were found, as a sentence. */
function lookWords(look: ChartImages['look']): string {
  return look.by === 'helm'
    ? `Found by rendering with helm ${look.version}: with default values, and with everything on.`
    : `Found in values and templates (${look.why}): an image that a template computes may be missing.`;
}

function listLines(list: NonNullable<ChartImages['list']>, width: number): Line[] {
  const { file, before, after, changes } = list;
  const unneeded = changes.filter(({ what }) => what === 'unneeded');
  const kept = `${formatCount(unneeded.length, 'line')} of ${file} ${unneeded.length === 1 ? 'names an image' : 'name images'} that the chart does not need; nothing is taken out: ${unneeded.map(({ line: at }) => at).join(', ')}`;
  return [
    ...(before === after
      ? indented(`${file} has all of them already.`, width)
      : [line(), ...diffText({ path: file, before, after }, mostOfList), line()]),
    ...(unneeded.length === 0 ? [] : indented(kept, width)),
  ];
}
