/** The digest algorithms of the OCI image specification (descriptor.md, "Digests"), with the length of their hex part. */
const hexLengths: Readonly<Record<string, number>> = { sha256: 64, sha512: 128 };

/** Whether the text is a well-formed digest of a known algorithm, e.g. `sha256:` and 64 lower-case hex digits. */
export function isDigest(text: string): boolean {
  const colon = text.indexOf(':');
  const length = hexLengths[text.slice(0, Math.max(colon, 0))];
  const hex = text.slice(colon + 1);
  return length !== undefined && hex.length === length && /^[0-9a-f]*$/.test(hex);
}

/** `sha256:1f0c…9a2e`: a digest as people compare it at a glance. Anything else is returned as it is. */
export function shortDigest(digest: string): string {
  const colon = digest.indexOf(':');
  const hex = digest.slice(colon + 1);
  return isDigest(digest) ? `${digest.slice(0, colon + 1)}${hex.slice(0, 4)}…${hex.slice(-4)}` : digest;
}
