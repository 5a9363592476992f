/** A name of an archive as a place below the root of the image. */
export interface LayerPath {
  /** Without slashes at its ends, and without `.`, `..` and empty parts; '' is the root itself. */
  readonly path: string;
  /** Whether its `..` lead above the root. Runtimes refuse such an archive or, as here, stop at the root. */
  readonly leavesRoot: boolean;
}

/**
 * Where an entry comes to lie: `/etc/passwd`, `./etc/passwd` and `etc//x/../passwd` are one file (containerd and Docker clean the name and
 * join it to the root, so an absolute name can't hide anything).
 * @param name of a tar entry or the target of a hard link
 */
export function layerPath(name: string): LayerPath {
  const parts: string[] = [];
  let leavesRoot = false;
  for (const part of name.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) leavesRoot = true;
  }
  return { path: parts.join('/'), leavesRoot };
}
