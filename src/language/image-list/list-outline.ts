import { parseImageList } from '#formats';
import type { Fold, OutlineSymbol } from '../language.ts';
import { fieldTexts, isBlank, listText } from './list-text.ts';

/** One symbol an entry. */
export function listSymbols(text: string): OutlineSymbol[] {
  return parseImageList(text).model.entries.map(({ dest, source, range }) => ({
    name: dest.text,
    detail: source?.text ?? '',
    kind: 'image',
    range,
    nameRange: dest.range,
    children: [],
  }));
}

/** Comments of several lines, and paragraphs: what stands between blank lines, its heading comment left visible. */
export function listFolds(text: string): Fold[] {
  const { lines } = listText(text);
  const folds: Fold[] = [];
  let paragraph = 0;
  let comment = 0;
  const close = (kind: Fold['kind'], first: number, last: number) => {
    if (first > 0 && last > first) folds.push({ first, last, kind });
  };
  for (const [at, line] of [...lines, ''].entries()) {
    const number = at + 1;
    const isGap = isBlank(line);
    const isComment = !isGap && fieldTexts(line).length === 0;
    if (!isComment) {
      close('comment', comment, at);
      // A paragraph that begins with its comment folds to the comment's last line.
      if (comment > 0 && comment === paragraph && !isGap) paragraph = at;
      comment = 0;
    } else if (comment === 0) comment = number;
    if (isGap) {
      if (paragraph > 0 && fieldTexts(lines[at - 1] ?? '').length > 0) close('region', paragraph, at);
      paragraph = 0;
    } else if (paragraph === 0) paragraph = number;
  }
  return folds.sort((a, b) => a.first - b.first || b.last - a.last);
}
