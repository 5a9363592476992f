import { parseImageList } from '#formats';
import type { Language } from '../language.ts';
import { Asker } from '../shared/asker.ts';
import { stateFixes } from '../shared/image-edits.ts';
import { destHover, sourceHover } from '../shared/image-hover.ts';
import { placeAt } from '../shared/place-at.ts';
import { touches } from '../shared/places.ts';
import { statesOf } from '../shared/state-lines.ts';
import { completeList } from './complete-list.ts';
import { diagnoseList } from './diagnose-list.ts';
import { fixList } from './fix-list.ts';
import { formatList } from './format-list.ts';
import { safeRemovals } from './line-fixes.ts';
import { listImages } from './list-images.ts';
import { listLinks } from './list-links.ts';
import { listFolds, listSymbols } from './list-outline.ts';
import { listText } from './list-text.ts';
import { repeatedLines } from './repeated-lines.ts';

/** Image lists: `*images.txt`. */
export const imageListLanguage: Language = {
  id: 'image-list',
  diagnose: diagnoseList,
  symbols: listSymbols,
  folds: listFolds,
  links: listLinks,
  format: formatList,
  fixes: fixList,
  safeEdits: (text) => safeRemovals(listText(text), repeatedLines(parseImageList(text).model)),
  complete: completeList,
  hover(text, offset, facts) {
    const asker = new Asker(facts);
    const place = placeAt(text, offset);
    const image = listImages(text, facts).find(({ range }) => touches(range, place));
    if (!image) return { value: undefined, wants: [] };
    const { dest, source, ownSource } = image;
    const isAtSource = ownSource !== undefined && touches(ownSource.range, place);
    const isAtDest = touches(dest.range, place);
    if (!isAtSource && !isAtDest) return { value: undefined, wants: [] };
    const parts = [
      ...(isAtSource && source ? [sourceHover(asker, source)] : []),
      ...(isAtDest ? [destHover(asker, image)] : []),
    ];
    const range = isAtSource && ownSource ? ownSource.range : dest.range;
    return { value: { range, text: parts.join('\n\n') }, wants: asker.wants };
  },
  lines(text, facts, within) {
    const asker = new Asker(facts);
    const images = listImages(text, facts).filter(({ range }) => !within || touches(range, within));
    return { value: images.flatMap((image) => statesOf(asker, image, stateFixes)), wants: asker.wants };
  },
};
