const longest = 80;

/** Text from a file, fit to stand in a message: in quotes, not too long, and without characters that could steer a terminal. */
export function quote(text: string): string {
  const short = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  return `"${escapeInvisible(short)}"`;
}

/** Control, format and surrogate characters written out as `\u{…}`, so that a reader sees them and nothing obeys them. */
export function escapeInvisible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (found) => `\\u{${found.codePointAt(0)?.toString(16)}}`);
}
