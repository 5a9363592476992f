/** `RSA`, `EC`, `OPENSSH`, `ENCRYPTED` and so on stand between; OpenPGP adds BLOCK (RFC 7468, RFC 4880 6.2). */
const begin = /-----BEGIN ((?:[A-Z0-9]+ ){0,3})PRIVATE KEY(?: BLOCK)?-----/g;
/** Bytes of base64 that the smallest key has: an Ed25519 key in PKCS #8 has 48 bytes, 64 characters. */
const leastBody = 60;

const mark = new TextEncoder().encode('PRIVATE KEY');

/** Whether bytes have the mark of a key in them: most files have not, and need not be decoded, which takes two hundred times as long. */
export function mentionsPrivateKey(bytes: Uint8Array): boolean {
  const [first = 0] = mark;
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (mark.every((byte, offset) => bytes[at + offset] === byte)) return true;
  }
  return false;
}

/**
 * Whether a text holds a private key in PEM, alone or in JSON with `\n` for its line ends. A program that only knows the mark, or a page
 * that shows it with dots, has none: behind the mark stand lines of base64, and its end.
 */
export function privateKeyIn(text: string): 'private key' | 'encrypted private key' | undefined {
  let found: 'encrypted private key' | undefined;
  for (const match of text.matchAll(begin)) {
    const label = match[1] ?? '';
    const start = match.index + match[0].length;
    // A body ends where the next block begins: each part of the text is looked at once, however many marks stand in it.
    const next = text.indexOf('-----BEGIN', start);
    const block = next < 0 ? text.slice(start) : text.slice(start, next);
    const end = block.indexOf(`-----END ${label}PRIVATE KEY`);
    if (end < 0) continue;
    const lines = block.slice(0, end).split(/\\n|\\r|[\r\n]+/);
    const body = lines.map((line) => line.trim()).filter((line) => /^[A-Za-z0-9+/=]+$/.test(line));
    if (body.join('').length < leastBody) continue;
    const isEncrypted = label.includes('ENCRYPTED') || lines.some((line) => /^Proc-Type:.*ENCRYPTED/.test(line));
    if (!isEncrypted) return 'private key';
    found = 'encrypted private key';
  }
  return found;
}
