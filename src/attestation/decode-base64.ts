/**
 * The bytes of a base64 text (RFC 4648, either alphabet), line breaks and missing padding allowed, as people and servers write it.
 * @returns undefined for a text that is none; nothing is skipped or guessed, as it would be by Node's own decoder
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  const bare = text
    .replace(/[ \t\r\n]/g, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  const digits = bare.replace(/={1,2}$/, '');
  if (!/^[A-Za-z0-9+/]+$/.test(digits) || digits.length % 4 === 1) return undefined;
  return Uint8Array.from(atob(digits), (character) => character.charCodeAt(0));
}
