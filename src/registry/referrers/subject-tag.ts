/**
 * The tag under which what refers to a manifest is listed where a registry does not do it by itself (OCI distribution, "Referrers Tag
 * Schema"): the algorithm and the hex digits, of at most 32 and 64 characters. cosign's tags begin the same.
 */
export function subjectTag(digest: string): string {
  const colon = digest.indexOf(':');
  return `${digest.slice(0, colon).slice(0, 32)}-${digest.slice(colon + 1).slice(0, 64)}`;
}
