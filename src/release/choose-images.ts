import type { FileSettings } from '#formats';
import type { Problem } from '#problem';
import { distinctEntries } from './distinct-entries.ts';
import type { InputFile, ListInput, ReleaseInput } from './input-file.ts';
import { ListReader } from './list-reader.ts';
import type { NamedImage, ReleaseEntry } from './named-image.ts';
import { pairName } from './pairing.ts';
import { sourcesOf } from './source-list.ts';

/** What the files ask for, before names and targets: what is wanted, and what a release has but no list names. */
export interface Choice {
  readonly wanted: readonly NamedImage[];
  readonly ignored: readonly NamedImage[];
  /** What lists bring that may not be: nothing comes of it, but it is looked at for what else is wrong. */
  readonly refused: readonly NamedImage[];
  readonly problems: readonly Problem[];
}

/**
 * Pairs image lists with releases and chooses the images. With lists only listed images are wanted, without lists all of the
 * release. What could not be read was flagged by its parser and is passed over here.
 */
export function chooseImages(files: readonly InputFile[], unpaired: FileSettings['unpaired']): Choice {
  const choices = [...groupsOf(files)].map((group) => chooseFrom(group, unpaired));
  return {
    wanted: choices.flatMap(({ wanted }) => wanted),
    ignored: choices.flatMap(({ ignored }) => ignored),
    refused: choices.flatMap(({ refused }) => refused),
    problems: choices.flatMap(({ problems }) => problems),
  };
}

function chooseFrom({ releases, lists }: Group, unpaired: FileSettings['unpaired']): Choice {
  const images = releases.flatMap(releaseEntries);
  if (lists.length === 0) return { wanted: images.flatMap(readable), ignored: [], refused: [], problems: [] };
  if (releases.length > 0) {
    const reader = new ListReader(
      images,
      releases.every(({ model }) => model.isWhole),
    );
    for (const list of lists) reader.read(list);
    const ignored = reader.unnamed().flatMap(readable);
    return { wanted: reader.wanted, ignored, refused: [], problems: reader.problems };
  }
  if (unpaired === 'error') return refusedLists(lists);
  const sources = lists.map(sourcesOf);
  return {
    wanted: sources.flatMap(({ wanted }) => wanted),
    ignored: [],
    refused: [],
    problems: sources.flatMap(({ problems }) => problems),
  };
}

interface Group {
  readonly releases: ReleaseInput[];
  readonly lists: ListInput[];
}

/** The files that belong together, in the order of their first. */
function groupsOf(files: readonly InputFile[]): Iterable<Group> {
  const groups = new Map<string, Group>();
  for (const input of files) {
    const { key } = pairName(input.file);
    const group = groups.get(key) ?? { releases: [], lists: [] };
    groups.set(key, group);
    if (input.kind === 'release') group.releases.push(input);
    else group.lists.push(input);
  }
  return groups.values();
}

function releaseEntries({ file, model }: ReleaseInput): ReleaseEntry[] {
  const { release } = pairName(file);
  return model.images.flatMap(({ source, dest, range }) => {
    if (dest.repository === undefined || dest.tag === undefined) return [];
    return {
      path: dest.repository,
      tag: dest.tag,
      // A release pins its images: what has no digest is as good as unread.
      source: source.reference?.digest === undefined ? undefined : source.reference,
      origin: { file, ...range },
      ...(release === '' ? {} : { release }),
    };
  });
}

function readable(entry: ReleaseEntry): NamedImage[] {
  return entry.source ? [{ ...entry, source: entry.source }] : [];
}

/** Lists that ought to have a release. What else is wrong with their lines holds whatever that would be. */
function refusedLists(lists: readonly ListInput[]): Choice {
  const repeated: Problem[] = [];
  const refused = lists.flatMap((list) => {
    const pairs = distinctEntries(list, repeated).filter(({ source }) => source !== undefined);
    return sourcesOf({ ...list, model: { entries: pairs } }).wanted;
  });
  return { wanted: [], ignored: [], refused, problems: [...lists.flatMap(listUnpaired), ...repeated] };
}

function listUnpaired({ file, model }: ListInput): Problem[] {
  const [first] = model.entries;
  if (!first) return [];
  const { release } = pairName(file);
  const like = release === '' ? 'a name without _' : `a name that begins with ${release}_`;
  return [
    {
      file,
      rule: 'list-unpaired',
      severity: 'error',
      range: first.range,
      message: `This image list has no release: no release file in its folder has ${like}.`,
      hint: 'Name it like its release, or set files.unpaired: sources if its lines name sources.',
    },
  ];
}
