/** A sign in a text that AWS Marketplace refuses or is reported to refuse, and what to write instead (`""`: nothing). */
export interface RefusedCharacters {
  /** Where, in UTF-16 units from the start of the text. */
  readonly at: number;
  readonly length: number;
  readonly replacement: string;
  /** What it is: "em dash", "U+200B". */
  readonly name: string;
  /** AWS states that it refuses it; of the others sellers report it, for AWS publishes no list. */
  readonly isCertain: boolean;
}

/** Typographic signs that word processors put in, and their plain form. */
const typographic: ReadonlyMap<string, readonly [name: string, replacement: string]> = new Map([
  ['\u00a0', ['no-break space', ' ']],
  ['\u00ad', ['soft hyphen', '']],
  ['\u00ab', ['quotation mark', '"']],
  ['\u00bb', ['quotation mark', '"']],
  ['\u2010', ['hyphen', '-']],
  ['\u2011', ['no-break hyphen', '-']],
  ['\u2012', ['figure dash', '-']],
  ['\u2013', ['en dash', '-']],
  ['\u2014', ['em dash', '-']],
  ['\u2015', ['dash', '-']],
  ['\u2018', ['quotation mark', "'"]],
  ['\u2019', ['apostrophe', "'"]],
  ['\u201a', ['quotation mark', "'"]],
  ['\u201c', ['quotation mark', '"']],
  ['\u201d', ['quotation mark', '"']],
  ['\u201e', ['quotation mark', '"']],
  ['\u2022', ['bullet', '-']],
  ['\u2026', ['ellipsis', '...']],
  ['\u2192', ['arrow', '->']],
  ['\u2212', ['minus sign', '-']],
]);

/** What most texts have nothing of: then there is nothing to look for. */
const unusual = /[^\t\n\r -~]/;
/** Control characters but for tab and line ends; the schema of UpdateInformation refuses \x00-\x08 and \x0B-\x1F. */
const control = /(?:(?![\t\n\r])\p{Cc})+/u;
const beforeTrademark = /(?<![ \t])[ \t]+(?=[™®℠])/u;
/** Emoji with their skin tones and joints; the signs of trademarks and copyright count as such too, but are no fault. */
const emoji = /(?:(?![™©®℠])\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\ufe0f|\u200d)*)+/u;
const typographicSign = new RegExp(`[${[...typographic.keys()].join('')}]`, 'u');
/** Characters that cannot be seen, and spaces that are none of the keyboard's. */
const invisible = /(?:(?! )[\p{Cf}\p{Zs}\p{Zl}\p{Zp}])+/u;
const refused = new RegExp(
  [control, beforeTrademark, typographicSign, emoji, invisible].map(({ source }) => `(${source})`).join('|'),
  'gu',
);

/**
 * The signs of a text that make AWS refuse it, in their order: control characters and blanks before a trademark sign (developer guide,
 * UpdateInformation and its errors), and typographic signs, invisible ones and emoji, of which sellers report so.
 */
export function refusedCharacters(text: string): RefusedCharacters[] {
  if (!unusual.test(text)) return [];
  return Array.from(text.matchAll(refused), (match) => {
    const [whole, controls, blank, sign] = match;
    const place = { at: match.index, length: whole.length };
    if (controls !== undefined) return { ...place, replacement: '', name: codeOf(controls), isCertain: true };
    if (blank !== undefined)
      return { ...place, replacement: '', name: 'blank before a trademark sign', isCertain: true };
    const known = typographic.get(sign ?? '');
    if (known) return { ...place, replacement: known[1], name: known[0], isCertain: false };
    const isSpace = /^\p{Z}+$/u.test(whole);
    return { ...place, replacement: isSpace ? ' ' : '', name: codeOf(whole), isCertain: false };
  });
}

/** `U+200B`, the way Unicode writes characters that cannot be shown. */
function codeOf(text: string): string {
  const first = text.codePointAt(0) ?? 0;
  return `U+${first.toString(16).toUpperCase().padStart(4, '0')}`;
}
