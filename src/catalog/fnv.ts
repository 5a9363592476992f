/** What the prime, 2^40 + 0x1b3, adds to a shift by 40 bits. */
const primeLow = 0x1b3;
const sixteen = 0xffff;

/**
 * FNV-1a with 64 bits over the text as UTF-8, as 16 hex digits (draft-eastlake-fnv). A hash that needs neither Node nor the web's
 * asynchronous cryptography, to notice changes by; it is not cryptographic. Reckoned in pieces of 16 bits, which stay small integers:
 * an editor asks for it at each keystroke.
 */
export function fnv1a64(text: string): string {
  // The offset basis, 0xcbf29ce484222325, from its end.
  let [a, b, c, d] = [0x2325, 0x8422, 0x9ce4, 0xcbf2];
  const add = (byte: number): void => {
    const low = a ^ byte;
    const first = low * primeLow;
    const second = b * primeLow + (first >>> 16);
    const third = c * primeLow + (low << 8) + (second >>> 16);
    d = (d * primeLow + (b << 8) + (third >>> 16)) & sixteen;
    a = first & sixteen;
    b = second & sixteen;
    c = third & sixteen;
  };
  for (let at = 0; at < text.length; at++) {
    const code = text.codePointAt(at) ?? 0;
    if (code < 0x80) {
      add(code);
      continue;
    }
    if (code >= 0x10000) at += 1;
    if (code < 0x800) add(0xc0 | (code >> 6));
    else {
      add(code < 0x10000 ? 0xe0 | (code >> 12) : 0xf0 | (code >> 18));
      if (code >= 0x10000) add(0x80 | ((code >> 12) & 0x3f));
      add(0x80 | ((code >> 6) & 0x3f));
    }
    add(0x80 | (code & 0x3f));
  }
  return [d, c, b, a].map((piece) => piece.toString(16).padStart(4, '0')).join('');
}
