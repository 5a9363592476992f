import { formatReference, parseReference } from '#reference';

/** What an image's name goes on with, where it is a part of a longer one. */
const goesOn = /^(?:[\w@-]|[.:/][\w])/;
const comesFrom = /[\w.:/-]$/;

/**
 * Whether a text names an image anywhere: in arguments, in the environment of a container, in a ConfigMap. Programs in containers take images by
 * such names and start them later. As it is, and as it may be written in short: without `docker.io/`, without `library/`.
 * @param reference normalised
 */
export function isNamedIn(text: string, reference: string): boolean {
  return namesOf(reference).some((name) => {
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      const before = text.slice(Math.max(0, at - 1), at);
      const after = text.slice(at + name.length, at + name.length + 2);
      if (!comesFrom.test(before) && !goesOn.test(after)) return true;
    }
    return false;
  });
}

/** Without a tag or digest a name is too short to be told from other words. */
function namesOf(reference: string): string[] {
  const parsed = parseReference(reference);
  if (!parsed.ok || (parsed.reference.tag === undefined && parsed.reference.digest === undefined)) return [];
  const whole = formatReference(parsed.reference);
  const short = whole.replace(/^docker\.io\//, '');
  return [...new Set([whole, short, short === whole ? whole : short.replace(/^library\//, '')])];
}
