import { type ImageEntry, quote, withoutDigest } from '#formats';
import { inFile, type Problem } from '#problem';
import { parseReference } from '#reference';
import { distinctEntries } from './distinct-entries.ts';
import type { ListInput } from './input-file.ts';
import type { NamedImage } from './named-image.ts';
import { pairName } from './pairing.ts';

/**
 * Reads a list that has no release (`files.unpaired: sources`): each line is a source of its own, which goes to its upstream path
 * under the prefix, or a destination and its source.
 */
export function sourcesOf(list: ListInput): { wanted: NamedImage[]; problems: Problem[] } {
  const { file } = list;
  const { release } = pairName(file);
  const problems: Problem[] = [];
  const wanted: NamedImage[] = [];
  for (const entry of distinctEntries(list, problems)) {
    const image = imageOf(entry);
    const origin = { file, ...entry.range };
    if (image) {
      wanted.push({ ...image, origin, ...(release === '' ? {} : { release }) });
      if (!entry.source && image.source.digest === undefined)
        problems.push(...inFile(file, [withoutDigest(entry.dest.text, image.tag, entry.dest.range)]));
    } else notASource(file, entry, problems);
  }
  return { wanted, problems };
}

function imageOf({ dest, source }: ImageEntry): Pick<NamedImage, 'path' | 'tag' | 'source'> | undefined {
  if (source) {
    if (!source.reference || dest.repository === undefined || dest.tag === undefined) return undefined;
    return { path: dest.repository, tag: dest.tag, source: source.reference };
  }
  const parsed = parseReference(dest.text);
  if (!parsed.ok || parsed.reference.tag === undefined) return undefined;
  return { path: parsed.reference.repository, tag: parsed.reference.tag, source: parsed.reference };
}

/** Its parser let it pass as a destination; without a release it has to be a source. All else its parser has flagged. */
function notASource(file: string, { dest, source }: ImageEntry, problems: Problem[]): void {
  const parsed = parseReference(dest.text);
  if (source || parsed.ok || dest.tag === undefined) return;
  const message = `The source ${quote(dest.text)} is not an image reference: ${parsed.fault.message}.`;
  problems.push({ file, rule: 'source-invalid', severity: 'error', range: dest.range, message });
}
