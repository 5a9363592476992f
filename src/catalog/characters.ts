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
const unusual = /[^\t\n -~]/;
/** Control characters but for tab and line ends; the schema of UpdateInformation refuses \x00-\x08 and \x0B-\x1F. */
const control = /(?:(?![\t\n\r])\p{Cc})+/u;
/** A carriage return that ends no line is one of them. */
const loneReturn = /\r(?!\n)/u;
const beforeTrademark = /(?<![ \t])[ \t]+(?=[™®℠])/u;
const typographicSign = new RegExp(`[${[...typographic.keys()].join('')}]`, 'u');
/** A digit in a frame: what is in it can stay. */
const keycap = /[0-9#*]\ufe0f?\u20e3/u;
/** Emoji with their skin tones, joints and flags; the signs of trademarks and copyright count as such too, but are no fault. */
const emoji =
  /(?:(?![™©®℠])(?:\p{Extended_Pictographic}|\p{Regional_Indicator})(?:\p{Emoji_Modifier}|\ufe0f|\u200d|[\u{e0020}-\u{e007f}])*)+/u;
/** With a blank that would stand beside another one, or at an end of the line, once they are gone. */
const emojiAlone = `(?<![ \\t])[ \\t]+(?:${emoji.source})(?=\\n|$)|(?<=[ \\t\\n]|^)(?:${emoji.source})[ \\t]+|${emoji.source}`;
/** Characters that cannot be seen or are none, and spaces that are none of the keyboard's. */
const invisible = /(?:(?! )[\p{Cf}\p{Zs}\p{Zl}\p{Zp}\p{Cs}])+/u;
const refused = new RegExp(
  [
    `(?<control>${control.source})`,
    `(?<lone>${loneReturn.source})`,
    `(?<blank>${beforeTrademark.source})`,
    `(?<sign>${typographicSign.source})`,
    `(?<keycap>${keycap.source})`,
    emojiAlone,
    invisible.source,
  ].join('|'),
  'gu',
);

/**
 * The signs of a text that make AWS refuse it, in their order: control characters and blanks before a trademark sign (developer guide,
 * UpdateInformation and its errors), and typographic signs, invisible ones and emoji, of which sellers report so.
 */
export function refusedCharacters(text: string): RefusedCharacters[] {
  if (!unusual.test(text)) return [];
  return Array.from(text.matchAll(refused), (match) => {
    const [whole] = match;
    const { control: controls, lone, blank, sign, keycap: framed } = match.groups ?? {};
    const place = { at: match.index, length: whole.length };
    if (controls !== undefined) return { ...place, replacement: '', name: codeOf(controls), isCertain: true };
    if (lone !== undefined) return { ...place, replacement: ' ', name: codeOf(lone), isCertain: true };
    if (blank !== undefined)
      return { ...place, replacement: '', name: 'blank before a trademark sign', isCertain: true };
    const known = typographic.get(sign ?? '');
    if (known) return { ...place, replacement: known[1], name: known[0], isCertain: false };
    if (framed !== undefined) return { ...place, replacement: whole.charAt(0), name: 'keycap', isCertain: false };
    const isSpace = /^\p{Z}+$/u.test(whole);
    // An emoji has a blank beside it.
    const name = codeOf(isSpace ? whole : whole.replace(/^[ \t]+/, ''));
    return { ...place, replacement: isSpace ? ' ' : '', name, isCertain: false };
  });
}

/** `U+200B`, the way Unicode writes characters that cannot be shown. */
function codeOf(text: string): string {
  const first = text.codePointAt(0) ?? 0;
  return `U+${first.toString(16).toUpperCase().padStart(4, '0')}`;
}
