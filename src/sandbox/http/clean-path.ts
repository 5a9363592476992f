const secretParameters = new Set(['x-amz-signature', 'x-amz-credential', 'x-amz-security-token', 'signature', 'token']);

/** A request path with the values of query parameters that could be replayed (signatures, tokens) replaced by `[redacted]`. */
export function cleanPath(path: string): string {
  const question = path.indexOf('?');
  if (question < 0) return path;
  const query = path
    .slice(question + 1)
    .split('&')
    .map((pair) => {
      const name = pair.split('=', 1)[0] ?? '';
      return secretParameters.has(name.toLowerCase()) ? `${name}=[redacted]` : pair;
    });
  return `${path.slice(0, question)}?${query.join('&')}`;
}
