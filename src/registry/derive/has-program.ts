import { type Lookup, mostLinks, partsOf, resolved } from './placement.ts';

/**
 * Whether an image has a program at one of these places: a file that somebody may run, or links that lead to one.
 * @param places absolute
 * @throws UnknownNames when the layers have to be read for more names
 */
export function hasProgram(places: readonly string[], lookup: Lookup): boolean {
  return places.some((place) => isProgram(place, lookup));
}

function isProgram(place: string, lookup: Lookup): boolean {
  let path = partsOf(place);
  for (let links = 0; links <= mostLinks; links++) {
    const name = path.at(-1);
    const folder = resolved(path.slice(0, -1), lookup);
    if (typeof folder === 'string' || name === undefined || name === '..') return false;
    const entry = lookup([...folder, name].join('/'));
    if (entry?.kind !== 'symlink') {
      // Of a hard link the permissions are those of its file; archives write them with it.
      return (entry?.kind === 'file' || entry?.kind === 'hardlink') && (entry.mode & 0o111) !== 0;
    }
    const { linkTarget = '' } = entry;
    path = linkTarget.startsWith('/') ? partsOf(linkTarget) : [...folder, ...partsOf(linkTarget)];
  }
  return false;
}
