import { parseReference } from '#reference';
import type { Chart } from '../chart.ts';
import { type ChartInstance, chartValues } from '../values/chart-values.ts';
import { innerPath } from '../values/inner-path.ts';
import { placeInValues } from '../values/place-in-values.ts';
import { isValueMap, type Value, type ValueMap, type ValuePath } from '../values/value-tree.ts';
import { valuesBeyond } from '../values/values-beyond.ts';
import { isImageKey, isImagesKey, isImageText, isTemplate, looksLikeImage } from './image-keys.ts';
import {
  type ComposedImage,
  composeImage,
  type ImagePlace,
  judged,
  type SharedValues,
  wholeImage,
} from './image-parts.ts';
import { type ImageReads, RegistryReads } from './registry-reads.ts';
import type { ValueImage } from './value-image.ts';

/**
 * The images that a chart's values give, those of its subcharts too, enabled or not: by the conventions that charts follow, so it can miss what a chart
 * puts together in a way of its own, and what stands in templates. Each place once, in the order of the values.
 * @param values of the chart, when they are known already
 * @throws ReleaseError `chart-too-large`
 */
export function imagesInValues(chart: Chart, { instances } = chartValues(chart)): readonly ValueImage[] {
  const found = new Map<string, ValueImage>();
  const reads = new RegistryReads(chart);
  for (const instance of instances) {
    const line = instances.filter(({ keys }) => keys.every((key, position) => instance.keys[position] === key));
    const finder = new ImageFinder(instance, line, reads);
    finder.find();
    for (const image of finder.images) {
      const name = JSON.stringify([image.path, image.layout === 'text' ? image.reference : '']);
      if (!found.has(name)) found.set(name, image);
    }
  }
  return [...found.values()];
}

interface Surroundings {
  readonly path: ValuePath;
  readonly key: string;
  readonly parentKey: string;
  readonly isUsed: boolean;
  readonly shared: readonly SharedValues[];
}

class ImageFinder {
  readonly images: ValueImage[] = [];
  readonly #instance: ChartInstance;
  readonly #line: readonly ChartInstance[];
  /** What is global, by the chart that has it: for all in that chart. */
  readonly #globals: readonly SharedValues[];
  readonly #reads: RegistryReads;

  constructor(instance: ChartInstance, line: readonly ChartInstance[], reads: RegistryReads) {
    this.#instance = instance;
    this.#line = line;
    this.#reads = reads;
    let outer: ValueMap = {};
    this.#globals = line.map(({ keys, values: { global } }) => {
      const seen = isValueMap(global) ? global : {};
      const own = { path: [...keys, 'global'], values: valuesBeyond(seen, outer) };
      outer = seen;
      return own;
    });
  }

  find(): void {
    const { values, subcharts, keys, isEnabled } = this.#instance;
    const others = new Set(subcharts.map((subchart) => subchart.keys.at(-1)));
    const own = Object.fromEntries(Object.entries(values).filter(([key]) => !others.has(key) && key !== 'global'));
    const shared = [...this.#globals, ...this.#atTheTop()];
    this.#walk(own, { path: keys, key: '', parentKey: '', isUsed: isEnabled, shared });
    const global = isValueMap(values.global) ? values.global : {};
    const told = new Set<string>();
    for (const { path, values: given } of this.#globals) {
      const entries = Object.entries(global).filter(([key]) => Object.hasOwn(given, key) && !told.has(key));
      for (const [key] of entries) told.add(key);
      this.#walk(Object.fromEntries(entries), { path, key: 'global', parentKey: '', isUsed: isEnabled, shared });
    }
  }

  /** A `registry` for all images of the chart that have none. Unlike one below `global` it is nothing else's only when templates read it. */
  #atTheTop(): SharedValues[] {
    const { chart, values, keys } = this.#instance;
    const { registry } = values;
    if (typeof registry !== 'string' || !this.#reads.reads(chart, ['registry'])) return [];
    return [{ path: keys, values: { registry } }];
  }

  #walk(value: Value, here: Surroundings): void {
    if (Array.isArray(value)) {
      for (const [position, item] of (value as readonly Value[]).entries())
        this.#entry(item, { ...here, path: [...here.path, position], parentKey: here.key, key: '' });
    } else if (isValueMap(value)) this.#map(value, here);
  }

  #map(map: ValueMap, here: Surroundings): void {
    const isUsed = here.isUsed && map.enabled !== false;
    const shared = [...this.#sharedIn(map, here), ...here.shared];
    const key = this.#repositoryKey(map, here);
    if (key !== undefined)
      this.#add(composeImage(this.#partsPlace(map, here, key)), here.path, isUsed, [...here.path, key]);
    for (const [name, item] of Object.entries(map)) {
      if (name === key) continue;
      const inner = { path: [...here.path, name], key: name, parentKey: here.key, isUsed, shared };
      if (typeof item === 'string' && isImageKey(name))
        this.#besideOthers(map, { ...here, isUsed, shared }, name, item);
      else this.#entry(item, inner);
    }
  }

  /** `image: {registry, tag}` of a component, for the images of its parts. */
  #sharedIn({ image }: ValueMap, { path }: Surroundings): SharedValues[] {
    if (this.#inner(path)[0] === 'global' || !isValueMap(image) || image.repository || image.name || image.image)
      return [];
    return [{ path, values: { image } }];
  }

  #entry(item: Value, here: Surroundings): void {
    if (typeof item !== 'string' || item.includes('\n')) {
      if (typeof item === 'string') this.#lines(item, here);
      else this.#walk(item, here);
      return;
    }
    if (!isImagesKey(here.parentKey) || /policy|secret|registry/i.test(here.key)) return;
    const parsed = parseReference(item);
    if (looksLikeImage(item) && parsed.ok) {
      const source = { from: 'value', path: here.path, text: item } as const;
      this.#add(wholeImage(source, parsed.reference), here.path, here.isUsed, here.path);
    }
  }

  /** The key of a mapping that is an image; undefined for another mapping. */
  #repositoryKey(map: ValueMap, { key, parentKey }: Surroundings): string | undefined {
    const isNamed = isImageKey(key) || isImagesKey(parentKey);
    const hasParts = ['tag', 'registry', 'digest', 'pullPolicy', 'imagePullPolicy', 'sha'].some((part) =>
      Object.hasOwn(map, part),
    );
    const candidates = [
      ...(isNamed || hasParts ? ['repository'] : []),
      ...(isImageKey(key) || (hasParts && Object.hasOwn(map, 'registry')) ? ['image'] : []),
      ...(isImageKey(key) || (isNamed && hasParts) ? ['name'] : []),
    ];
    return candidates.find((name) => {
      const text = map[name];
      // A repository of something else: of charts, of sources, of backups.
      return typeof text === 'string' && isImageText(text) && (isTemplate(text) || isNamed || parseReference(text).ok);
    });
  }

  #partsPlace(map: ValueMap, { path, shared }: Pick<Surroundings, 'path' | 'shared'>, key: string): ImagePlace {
    return {
      map,
      path,
      key,
      tagKeys: ['tag', 'imageTag', 'version'],
      digestKeys: ['digest', 'sha'],
      registryKeys: ['registry', 'imageRegistry'],
      shared,
      appVersion: this.#instance.chart.metadata.appVersion,
      takesAppVersion: true,
      reads: this.#readsOf(path, key),
    };
  }

  /** What the templates of the chart make of an image, by its path in the outermost values. */
  #readsOf(map: ValuePath, key: string): ImageReads {
    const reads = this.#reads.image(this.#instance.chart, this.#inner(map), key);
    return {
      takes: (path) => reads.takes(this.#inner(path)),
      isUnclear: (registry, others) =>
        reads.isUnclear(
          registry && this.#inner(registry),
          others.map((path) => this.#inner(path)),
        ),
    };
  }

  #inner(path: ValuePath): ValuePath {
    return innerPath(path, this.#instance.keys);
  }

  /** `image: a/b:c`, or with `imageTag` beside it. */
  #besideOthers(map: ValueMap, here: Surroundings, key: string, text: string): void {
    const { path, isUsed } = here;
    if (!isImageText(text) && !isTemplate(text)) return;
    const stem = key.replace(/(?:Name|Ref|Reference)$/, '');
    const place = {
      ...this.#partsPlace(map, here, key),
      tagKeys: [`${stem}Tag`, ...(key === 'image' ? ['tag'] : [])],
      digestKeys: [`${stem}Digest`],
      registryKeys: [`${stem}Registry`, ...(key === 'image' ? ['registry'] : [])],
      takesAppVersion: false,
    };
    const composed = composeImage(place);
    // By its key alone: a name of something else, perhaps.
    if (composed.faults.includes('malformed') && key !== 'image') return;
    this.#add(composed, [...path, key], isUsed, [...path, key]);
  }

  /** `image: …` in a text of several lines, as charts take sidecars. */
  #lines(text: string, { path, isUsed }: Surroundings): void {
    for (const [, found = ''] of text.matchAll(/^[ \t]*(?:-[ \t]+)?image:[ \t]*["']?([^\s"'#]+)/gm)) {
      const parsed = parseReference(found);
      if (!isTemplate(found) && !parsed.ok) continue;
      const source = { from: 'value', path, text: found } as const;
      if (parsed.ok) this.#add(wholeImage(source, parsed.reference, 'text'), path, isUsed, path);
      else this.#add({ ...judged(found), layout: 'text', parts: { repository: source } }, path, isUsed, path);
    }
  }

  #add(composed: ComposedImage, path: ValuePath, isDefault: boolean, written: ValuePath): void {
    const { keys } = this.#instance;
    const place = placeInValues(this.#line, written) ?? placeInValues(this.#line, path);
    const home = place?.instance ?? this.#instance;
    const file = home.path === '' ? 'values.yaml' : `${home.path}/values.yaml`;
    const [start] = place?.node.range ?? [0];
    this.images.push({
      ...composed,
      faults: [...composed.faults, ...(this.#isRenumbered(composed) ? (['number'] as const) : [])],
      path,
      chart: keys,
      isDefault,
      file,
      line: place ? home.file.index.range(start, start).line : 1,
    });
  }

  /** Whether the tag is a number that Helm writes in another way than the file: 1.10, or of seven digits and more (older ones). */
  #isRenumbered({ parts: { tag } }: ComposedImage): boolean {
    if (tag === undefined || tag.from === 'app-version' || !/^-?[\d.]+(?:e[-+]?\d+)?$/i.test(tag.text)) return false;
    const source = placeInValues(this.#line, tag.path);
    if (source?.source === undefined || !source.isPlain) return false;
    return source.source !== tag.text || /^\d{7,}$/.test(tag.text);
  }
}
