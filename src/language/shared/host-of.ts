/**
 * The host, with its slash, that a reference begins with: a first part with a dot or a port, or `localhost`. Empty without one.
 * Looked for in the first part alone, so that a long text takes no longer than it is.
 */
export function hostOf(reference: string): string {
  const slash = reference.indexOf('/');
  const first = reference.slice(0, Math.max(slash, 0));
  const isHost = first === 'localhost' || /[.:]/.test(first);
  return isHost ? reference.slice(0, slash + 1) : '';
}
