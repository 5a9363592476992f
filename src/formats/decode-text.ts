import type { TextProblem } from '#problem';
import { lineIndex } from './line-index.ts';
import { fileStart } from './parsed.ts';

/** The largest file that is read as text. A release of 50,000 images stays well below it. */
const mostBytes = 16 * 1024 * 1024;

/** A file's text and what was wrong with its bytes. */
export interface DecodedText {
  readonly text: string;
  readonly problems: readonly TextProblem[];
}

/**
 * Reads a file's bytes as UTF-8, with or without a byte order mark. What is not UTF-8 becomes U+FFFD, with a problem at the first
 * such place; a file that is too large gives an empty text, which is not worth parsing.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  if (bytes.length > mostBytes) {
    const message = `The file has ${bytes.length} bytes; at most ${mostBytes} are read.`;
    return { text: '', problems: [{ rule: 'text-too-large', severity: 'error', range: fileStart, message }] };
  }
  const wide = utf16Of(bytes);
  if (wide !== undefined) {
    const text = new TextDecoder(wide).decode(bytes);
    const problem = notUtf8(text, 0, 'The file is UTF-16, not UTF-8.');
    return {
      text,
      problems: [{ ...problem, hint: 'Save it as UTF-8, in the editor or with iconv -f UTF-16 -t UTF-8.' }],
    };
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), problems: [] };
  } catch {
    // The decoder says that, but not where.
    const text = new TextDecoder('utf-8').decode(bytes);
    const message = 'The file is not UTF-8: a byte here belongs to no character.';
    const problem = notUtf8(text, firstReplaced(text, bytes), message);
    return { text, problems: [{ ...problem, hint: 'Save it as UTF-8.' }] };
  }
}

function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
}

function notUtf8(text: string, at: number, message: string): TextProblem {
  return { rule: 'not-utf8', severity: 'error', range: lineIndex(text).range(at, at + 1), message };
}

/** The offset of the first U+FFFD that the decoder put there; one that the file itself holds has the bytes EF BF BD. */
function firstReplaced(text: string, bytes: Uint8Array): number {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  let byte = hasMark ? 3 : 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0xfffd && !(bytes[byte] === 0xef && bytes[byte + 1] === 0xbf && bytes[byte + 2] === 0xbd)) return at;
    // Each half of a surrogate pair stands for two of the character's four bytes.
    byte += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
  }
  return 0;
}
