/** The `rel="next"` of a Link header (RFC 8288), if it stays at this registry. */
export function nextLink(header: string | undefined, origin: string): string | undefined {
  const target = header === undefined ? undefined : /<([^>]*)>\s*;\s*rel="?next"?/i.exec(header)?.[1];
  if (target === undefined || !URL.canParse(target, origin)) return undefined;
  const url = new URL(target, origin);
  // A path of two slashes would name another host when it is asked for.
  if (url.origin !== new URL(origin).origin || url.pathname.startsWith('//')) return undefined;
  return `${url.pathname}${url.search}`;
}
