import { cleanText } from './clean-text.ts';
import type { Line, Style } from './line.ts';

/** ECMA-48, "Select graphic rendition". */
const codes: Readonly<Record<Style, string>> = { good: '32', bad: '31', warn: '33', muted: '2', strong: '1' };

/** A line as text, cleaned, with colours only when asked. */
export function formatLine(line: Line, colour: boolean): string {
  return line
    .map(({ text, style }) => {
      const clean = cleanText(text);
      return colour && style !== undefined && clean !== '' ? `\u001b[${codes[style]}m${clean}\u001b[0m` : clean;
    })
    .join('');
}

/** A line cut to a width, so that a terminal does not break it. */
export function fitLine(line: Line, width: number): Line {
  let left = width;
  return line.flatMap((one) => {
    const text = [...cleanText(one.text)];
    const kept = text.length <= left ? text : [...text.slice(0, Math.max(left - 1, 0)), ...(left > 0 ? ['…'] : [])];
    left -= kept.length;
    return kept.length === 0 ? [] : [{ ...one, text: kept.join('') }];
  });
}
