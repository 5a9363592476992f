import { defaultFiles, type ImageList } from '#formats';
import type { TextProblem } from '#problem';
import { type InputFile, resolveRelease } from '#release';
import type { Around } from '../facts.ts';
import { pairedFiles } from '../shared/paired-files.ts';
import { repeatedLines } from './repeated-lines.ts';

/**
 * What the check job would say of a list beyond its text: repeated lines, one destination with different sources, and held against its
 * release what that does not have. Without a release only what holds whatever the list is paired with.
 */
export function resolvedList(model: ImageList, around: Around): TextProblem[] {
  const { release, neighbours } = around;
  // They might send one destination to several repositories, or pair the list with another file.
  if (around.settings === 'unreadable') return repeatedLines(model);
  const [paired] = neighbours ? pairedFiles(neighbours, 'release') : [];
  const own = neighbours?.file ?? 'images.txt';
  if (!release) {
    if (neighbours && !paired && around.unpaired === 'sources') return told(own, model, [], around);
    // A line with one field may be a source or a destination: nobody knows.
    const pairs = { entries: model.entries.filter(({ source }) => source !== undefined) };
    const doubled = told(own, pairs, [], around).filter(({ rule }) => rule === 'destination-duplicate');
    return [...repeatedLines(model), ...doubled];
  }
  const [list, file] = paired === undefined ? ['images.txt', 'release.json'] : [own, paired];
  return told(list, model, [{ file, kind: 'release', model: release }], around);
}

function told(
  list: string,
  model: ImageList,
  releases: readonly InputFile[],
  { target, names = target?.names ?? [] }: Around,
) {
  const settings = { names, originals: [], files: { ...defaultFiles, unpaired: 'sources' as const } };
  const files = [...releases, { file: list, kind: 'images' as const, model }];
  const { registry = '', prefix = '', kind = 'oci' } = target ?? {};
  const { problems } = resolveRelease({ settings, target: { registry, prefix, kind }, files });
  return problems.filter(({ file }) => file === list).map(({ file: _, ...problem }): TextProblem => problem);
}
