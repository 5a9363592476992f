import { chartImages as find, versioned } from '#jobs';
import { chartImagesText, formatLine } from '#text';
import { gatherChartAt } from '../gather-at.ts';
import type { Operate } from '../operation.ts';

/** Of a document, which is read in an editor of any width. */
const width = 100;

/** Every image that a chart needs, compared with the target, as a text to read. */
export const chartImages: Operate<'chartImages'> = ({ place, chart, newTags }, { places, signal, emit }) =>
  places.at(place, async (open) => {
    const gathered = await gatherChartAt(open, { chart }, signal);
    const found = await find({ chart: gathered, newTags }, open.gateways, { emit: versioned(emit), signal });
    return {
      ok: found.ok,
      text: chartImagesText(found, width)
        .map((line) => `${formatLine(line, false)}\n`)
        .join(''),
    };
  });
