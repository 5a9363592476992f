import type { Language } from '../language.ts';
import { Asker } from '../shared/asker.ts';
import { stateFixes } from '../shared/image-edits.ts';
import { destHover, sourceHover } from '../shared/image-hover.ts';
import { placeAt } from '../shared/place-at.ts';
import { touches } from '../shared/places.ts';
import { statesOf } from '../shared/state-lines.ts';
import { completeRelease } from './complete-release.ts';
import { diagnoseRelease } from './diagnose-release.ts';
import { fixRelease } from './fix-release.ts';
import { formatRelease } from './format-release.ts';
import { releaseImages } from './release-images.ts';
import { releaseLinks } from './release-links.ts';
import { releaseFolds, releaseSymbols } from './release-outline.ts';

/** Release files: `*release.json`. */
export const releaseFileLanguage: Language = {
  id: 'release-file',
  diagnose: diagnoseRelease,
  symbols: releaseSymbols,
  folds: releaseFolds,
  links: releaseLinks,
  format: formatRelease,
  fixes: fixRelease,
  safeEdits: () => [],
  complete: completeRelease,
  hover(text, offset, facts) {
    const asker = new Asker(facts);
    const place = placeAt(text, offset);
    const image = releaseImages(text).find(({ range }) => touches(range, place));
    if (!image) return { value: undefined, wants: [] };
    const { dest, source, ownSource } = image;
    if (touches(dest.range, place))
      return { value: { range: dest.range, text: destHover(asker, image) }, wants: asker.wants };
    if (!source || !ownSource || !touches(ownSource.range, place)) return { value: undefined, wants: [] };
    return { value: { range: ownSource.range, text: sourceHover(asker, source) }, wants: asker.wants };
  },
  lines(text, facts, within) {
    const { release: _, ...own } = facts;
    const asker = new Asker(own);
    const images = releaseImages(text).filter(({ range }) => !within || touches(range, within));
    return {
      // What is said of an image stands behind its destination: the entry takes several lines.
      value: images.flatMap((image) => statesOf(asker, { ...image, range: image.dest.range }, stateFixes)),
      wants: asker.wants,
    };
  },
};
