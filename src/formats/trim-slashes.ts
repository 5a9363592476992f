/** Outer slashes of a path are accepted and mean nothing. In linear time, which no regular expression takes for those at the end. */
export function trimSlashes(path: string): string {
  let start = 0;
  while (path[start] === '/') start++;
  return trimEndSlashes(path.slice(start));
}

/** The same of those at the end alone: of an address. */
export function trimEndSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end--;
  return path.slice(0, end);
}
