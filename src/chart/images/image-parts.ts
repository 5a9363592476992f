import { formatReference, parseReference, type Reference } from '#reference';
import { isValueMap, type ValueMap, type ValuePath, valueAt } from '../values/value-tree.ts';
import { isTemplate } from './image-keys.ts';
import type { ImageReads } from './registry-reads.ts';
import type { ImageFault, ImageLayout, PartSource, ValueImage } from './value-image.ts';

/** Where an image was found: its own mapping, or the mapping that its text stands in. */
export interface ImagePlace {
  readonly map: ValueMap;
  /** Of the mapping, in the outermost values. */
  readonly path: ValuePath;
  /** The key of its repository, or of all of it. */
  readonly key: string;
  /** Keys that can hold the tag, the most usual first. */
  readonly tagKeys: readonly string[];
  readonly digestKeys: readonly string[];
  readonly registryKeys: readonly string[];
  /** Values that images share: `global`, and an `image` without a repository that stands further out, the nearest first. */
  readonly shared: readonly SharedValues[];
  readonly appVersion: string | undefined;
  /** Whether the chart's version stands for a tag that lacks. */
  readonly takesAppVersion: boolean;
  /** What the templates make of registries; its paths begin as {@link path} does. */
  readonly reads: ImageReads;
}

/** Values that images share. */
export interface SharedValues {
  /** Of the mapping, in the outermost values. */
  readonly path: ValuePath;
  readonly values: ValueMap;
}

/** An image as far as the values tell. */
export type ComposedImage = Pick<ValueImage, 'reference' | 'layout' | 'parts' | 'faults'>;

/** Values for all images, which win over an image's own registry. */
const rulingRegistries: readonly ValuePath[] = [['imageRegistry']];
/** Values for all images, for those that have none of their own. */
const commonRegistries: readonly ValuePath[] = [['image', 'registry'], ['registry']];
const sharedRegistries: readonly ValuePath[] = [...rulingRegistries, ...commonRegistries];
const commonTags: readonly ValuePath[] = [['image', 'tag'], ['imageTag']];

/** Puts an image together from the values that charts give its parts by. */
export function composeImage(place: ImagePlace): ComposedImage {
  const repository = ownPart(place, [place.key]) ?? { from: 'value', path: [...place.path, place.key], text: '' };
  const whole = parseReference(repository.text);
  const hasAll = whole.ok && (whole.reference.tag !== undefined || whole.reference.digest !== undefined);
  const ownTag = ownPart(place, place.tagKeys);
  const digest = ownPart(place, place.digestKeys);
  if (hasAll && !(ownTag?.text || digest?.text)) return wholeImage(repository, whole.reference);
  const registry = registryOf(place, whole.ok ? repository.text : '');
  const tag = tagOf(place, ownTag, digest?.text !== undefined && digest.text !== '');
  const hasTag = tag !== undefined && tag.text !== '';
  const name =
    registry && registry.text !== '' ? `${registry.text.replace(/\/+$/, '')}/${repository.text}` : repository.text;
  const text = `${name}${hasTag ? `:${tag.text}` : ''}${digest?.text ? `@${digestText(digest.text)}` : ''}`;
  const isWhole = registry === undefined && ownTag === undefined && digest === undefined && !place.takesAppVersion;
  const { reference, faults } = judged(text);
  return {
    reference,
    faults: isUnclear(place, registry) ? [...faults, 'registry'] : faults,
    layout: isWhole ? 'whole' : registry === undefined ? 'repository' : 'parts',
    parts: {
      repository,
      ...(registry === undefined ? {} : { registry }),
      ...(tag === undefined ? {} : { tag }),
      ...(digest === undefined ? {} : { digest }),
    },
  };
}

/** An image of one text. */
export function wholeImage(repository: PartSource, reference: Reference, layout: ImageLayout = 'whole'): ComposedImage {
  return { ...judged(formatReference(reference)), layout, parts: { repository } };
}

/** The reference as others know it, and what is wrong with it. */
export function judged(text: string): { reference: string; faults: readonly ImageFault[] } {
  if (isTemplate(text)) return { reference: text, faults: ['computed'] };
  const parsed = parseReference(text);
  if (!parsed.ok) return { reference: text, faults: ['malformed'] };
  const { tag, digest } = parsed.reference;
  const reference = formatReference(parsed.reference);
  if (tag === 'latest' && digest === undefined) return { reference, faults: ['latest'] };
  return { reference, faults: tag === undefined && digest === undefined ? ['no-tag'] : [] };
}

/** `sha` of some charts leaves the algorithm out. */
function digestText(text: string): string {
  return /^[0-9a-f]{64}$/.test(text) ? `sha256:${text}` : text;
}

/** Whether the templates may put a registry before the image that the values do not tell, or leave out one that they do. */
function isUnclear(place: ImagePlace, registry: PartSource | undefined): boolean {
  const taken =
    registry === undefined || registry.from === 'app-version' || registry.text === '' ? undefined : registry;
  const own = ownPart(place, place.registryKeys);
  const shared = place.shared.flatMap(({ path, values }) =>
    sharedRegistries.flatMap((way) => (isRegistry(valueAt(values, way)) ? [[...path, ...way]] : [])),
  );
  const others = own?.from === 'value' && own.text !== '' ? [own.path, ...shared] : shared;
  return place.reads.isUnclear(taken?.path, others);
}

function isRegistry(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}

function registryOf(place: ImagePlace, repository: string): PartSource | undefined {
  const given = ownPart(place, place.registryKeys);
  // A key that no template reads is only there.
  const own = given?.from === 'value' && place.reads.takes(given.path) ? given : undefined;
  const ruling = globalPart(place, rulingRegistries, own);
  if (own !== undefined && ruling) return ruling;
  if (own !== undefined && own.text !== '') return own;
  // A repository with a host has its registry already.
  const first = repository.includes('/') ? (repository.split('/')[0] ?? '') : '';
  if (/[.:]/.test(first) || first === 'localhost') return own;
  return ruling ?? globalPart(place, commonRegistries, own) ?? own;
}

function tagOf(place: ImagePlace, own: PartSource | undefined, hasDigest: boolean): PartSource | undefined {
  if (own !== undefined && own.text !== '') return own;
  if (hasDigest) return own;
  const path = own?.from === 'value' ? own.path : [...place.path, place.tagKeys[0] ?? 'tag'];
  const shared = globalPart(place, commonTags, { from: 'value', path, text: '' });
  if (shared) return shared;
  if ((own === undefined && !place.takesAppVersion) || place.appVersion === undefined) return own;
  return { from: 'app-version', text: place.appVersion, own: path };
}

function ownPart({ map, path }: ImagePlace, keys: readonly string[]): PartSource | undefined {
  const found = keys.find((key) => Object.hasOwn(map, key) && !isValueMap(map[key]));
  if (found === undefined) return undefined;
  const value = map[found];
  return { from: 'value', path: [...path, found], text: value === null || value === undefined ? '' : String(value) };
}

function isOfRegistry(path: ValuePath): boolean {
  return sharedRegistries.includes(path);
}

function globalPart(
  place: ImagePlace,
  paths: readonly ValuePath[],
  own: PartSource | undefined,
): PartSource | undefined {
  const instead = own?.from === 'value' ? { own: own.path } : {};
  for (const { path: base, values } of place.shared) {
    for (const path of paths) {
      const value = valueAt(values, path);
      if ((typeof value !== 'string' && typeof value !== 'number') || value === '') continue;
      if (isOfRegistry(path) && !place.reads.takes([...base, ...path])) continue;
      return { from: 'global', path: [...base, ...path], text: String(value), ...instead };
    }
  }
  return undefined;
}
