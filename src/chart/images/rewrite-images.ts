import { formatReference, parseReference, type Reference } from '#reference';
import type { Chart } from '../chart.ts';
import { type ChartValues, chartValues } from '../values/chart-values.ts';
import { innerPath } from '../values/inner-path.ts';
import { patched, patchOf } from '../values/value-patch.ts';
import { type Value, type ValuePath, valueAt } from '../values/value-tree.ts';
import type { YamlEdit } from '../values/yaml-edit.ts';
import type { ImageRewrite, UnmatchedImage } from './image-rewrite.ts';
import { imagesInTemplates } from './images-in-templates.ts';
import { imagesInValues } from './images-in-values.ts';
import type { PartSource, ValueImage } from './value-image.ts';

/**
 * The edits of the outermost `values.yaml` that have a chart use other images: as few as the layout of its values permits. Those of subcharts go below
 * their alias, so that the subcharts keep their bytes. A registry that all images share is changed when all of them go to the same one; otherwise each
 * gets its own. A tag that lacks is only set where the chart's version would give another one.
 * @param images normalised sources with the references of their targets
 * @param values of the chart, when they are known already
 * @throws ReleaseError `chart-too-large`
 */
export function rewriteImages(
  chart: Chart,
  images: ReadonlyMap<string, string>,
  values = chartValues(chart),
): ImageRewrite {
  const found = imagesInValues(chart, values);
  const targets = new Set([...images.values()].map(normalised));
  const unmatched: UnmatchedImage[] = [];
  const wished: Wish[] = [];
  for (const image of found) {
    const target = images.get(image.reference);
    const parsed = target === undefined ? undefined : parseReference(target);
    if (target !== undefined && parsed?.ok) wished.push({ image, target, to: parsed.reference });
    // What an earlier run has put there needs nothing.
    else if (targets.has(image.reference)) wished.push({ image, target: image.reference, to: undefined });
    else unmatched.push({ why: isUnknown(image) ? 'computed' : 'no-target', image });
  }
  for (const image of imagesInTemplates(chart, values)) {
    const target = images.get(image.reference);
    unmatched.push({ why: 'template', image, ...(target === undefined ? {} : { target }) });
  }
  const rewriter = new Rewriter(values, found, wished);
  const rewritten = wished.flatMap(({ image, target, to }) => {
    if (!to) return [];
    const why = rewriter.rewrite(image, to);
    if (why === undefined) return [{ image, target }];
    unmatched.push({ why, image, target });
    return [];
  });
  const unclear = wished.flatMap(({ image, target }) => (image.faults.includes('registry') ? [{ image, target }] : []));
  return { edits: rewriter.edits(), rewritten, unmatched, unclear };
}

/** An image and where it goes; it is there already when `to` lacks. */
interface Wish {
  readonly image: ValueImage;
  readonly target: string;
  readonly to: Reference | undefined;
}

function normalised(text: string): string {
  const parsed = parseReference(text);
  return parsed.ok ? formatReference(parsed.reference) : text;
}

function isUnknown({ faults }: ValueImage): boolean {
  return faults.includes('computed') || faults.includes('malformed');
}

class Rewriter {
  /** What the outermost values.yaml itself has. */
  readonly #own: Value;
  readonly #edits = new Map<string, YamlEdit>();
  /** Registries that all images share, by their path, and what becomes of them. */
  readonly #shared = new Map<string, string>();
  readonly #seen: ReadonlyMap<string, Value>;

  constructor({ instances }: ChartValues, all: readonly ValueImage[], wished: readonly Wish[]) {
    const file = instances[0]?.file;
    this.#own = file ? file.valueOf(file.root) : {};
    this.#seen = new Map(instances.map(({ keys, values }) => [JSON.stringify(keys), values]));
    this.#shareRegistries(all, wished);
  }

  edits(): YamlEdit[] {
    return [...this.#edits.values()];
  }

  /** @returns why the values have no place for what the target needs; undefined when they have */
  rewrite(image: ValueImage, to: Reference): 'no-digest-value' | 'shared-registry' | undefined {
    const { parts, layout } = image;
    const { repository, registry, tag, digest } = parts;
    if (layout === 'text') {
      this.#setText(image, repository, to);
      return undefined;
    }
    if (layout === 'whole') {
      this.#set(image, repository, formatReference(to));
      return undefined;
    }
    if (to.tag === undefined && digest === undefined) return 'no-digest-value';
    if (isAtTheTop(image, registry) && this.#shared.get(nameOf(registry.path)) !== to.registry)
      return 'shared-registry';
    const registryKept = registry && this.#registry(image, registry, to.registry);
    this.#set(image, repository, registryKept ? to.repository : `${to.registry}/${to.repository}`);
    if (to.tag !== undefined && to.tag !== tag?.text) this.#setTag(image, tag, to.tag);
    // A digest would win over the tag, and it is another one when the image has changed.
    if (digest?.text) this.#set(image, digest, to.digest === undefined ? '' : likeBefore(to.digest, digest.text));
    else if (digest && to.digest !== undefined && to.tag === undefined) this.#set(image, digest, to.digest);
    return undefined;
  }

  /** @returns whether the registry has a value of its own, so that the repository goes without it */
  #registry(image: ValueImage, registry: PartSource, to: string): boolean {
    if (registry.from === 'value') {
      this.#set(image, registry, to);
      return true;
    }
    if (registry.from !== 'global') return false;
    if (this.#shared.get(nameOf(registry.path)) === to) return true;
    if (registry.own) this.#put(image, registry.own, to);
    return registry.own !== undefined;
  }

  #setTag(image: ValueImage, tag: PartSource | undefined, to: string): void {
    if (tag?.from === 'value') this.#set(image, tag, to);
    else this.#put(image, tag?.own ?? [...image.path, 'tag'], to);
  }

  /** The images that take their registry from the same value must agree, or each needs one of its own. */
  #shareRegistries(all: readonly ValueImage[], wished: readonly Wish[]): void {
    const targets = new Map(wished.map(({ image, to }) => [image, to?.registry]));
    const users = new Map<string, { path: ValuePath; images: ValueImage[] }>();
    for (const image of all) {
      const { registry } = image.parts;
      if (registry?.from !== 'global') continue;
      const name = nameOf(registry.path);
      const known = users.get(name) ?? { path: registry.path, images: [] };
      known.images.push(image);
      users.set(name, known);
    }
    for (const [name, { path, images }] of users) {
      if (images.every((image) => targets.has(image) && targets.get(image) === undefined)) continue;
      const wishes = new Set(images.map((image) => targets.get(image)));
      const [only] = wishes;
      if (wishes.size === 1 && only !== undefined) {
        this.#shared.set(name, only);
        this.#edits.set(name, { path, value: only });
      } else if (!images.some((image) => isAtTheTop(image, image.parts.registry))) {
        this.#unshare(path, images, targets);
      }
    }
  }

  /** Takes the shared value away, and gives it to those that stay where they are. */
  #unshare(path: ValuePath, images: readonly ValueImage[], targets: ReadonlyMap<ValueImage, string | undefined>): void {
    const isRuling = path.at(-1) === 'imageRegistry';
    const isOwn = (image: ValueImage) =>
      image.parts.registry?.from === 'global' && image.parts.registry.own !== undefined;
    // One that only stands in for what lacks gives way to an image's own.
    if (!isRuling && images.every((image) => targets.get(image) === undefined || isOwn(image))) return;
    this.#edits.set(nameOf(path), { path, value: '' });
    for (const image of images) {
      const { registry, repository } = image.parts;
      if (targets.get(image) !== undefined || registry?.from !== 'global') continue;
      if (registry.own) this.#put(image, registry.own, registry.text);
      else this.#set(image, repository, `${registry.text}/${repository.text}`);
    }
  }

  #setText(image: ValueImage, repository: PartSource, to: Reference): void {
    const before = this.#edits.get(nameOf(image.path))?.value ?? this.#valueAt(image, image.path);
    if (typeof before !== 'string') return;
    const escaped = repository.text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const line = new RegExp(`^([ \\t]*(?:-[ \\t]+)?image:[ \\t]*["']?)${escaped}(?=["'\\s]|$)`, 'gm');
    this.#put(
      image,
      image.path,
      before.replace(line, (_, head: string) => head + formatReference(to)),
    );
  }

  /** What the image's chart sees at a path of the outermost values. */
  #valueAt({ chart }: ValueImage, path: ValuePath): Value | undefined {
    return valueAt(this.#seen.get(JSON.stringify(chart)), innerPath(path, chart));
  }

  #set(image: ValueImage, part: PartSource, text: string): void {
    if (part.from === 'app-version' || part.text === text) return;
    this.#put(image, part.path, text);
  }

  #put(image: ValueImage, path: ValuePath, value: Value): void {
    const position = path.findIndex((key) => typeof key === 'number');
    const list = position < 0 ? undefined : path.slice(0, position);
    if (!list || Array.isArray(valueAt(this.#own, list))) {
      this.#edits.set(nameOf(path), { path, value });
      return;
    }
    // A list of a subchart's defaults: Helm does not merge lists, so all of it goes into the outermost values.
    const whole = this.#edits.get(nameOf(list))?.value ?? this.#valueAt(image, list) ?? [];
    const patch = patchOf([{ path: path.slice(position), value }]);
    this.#edits.set(nameOf(list), { path: list, value: patched(whole, patch) });
  }
}

/** Whether all images of its chart have the registry from one value that is always put before them: without it none has a name. */
function isAtTheTop(
  { chart }: ValueImage,
  registry: PartSource | undefined,
): registry is PartSource & { readonly from: 'global' } {
  return registry?.from === 'global' && innerPath(registry.path, chart).length === 1;
}

function nameOf(path: ValuePath): string {
  return JSON.stringify(path);
}

/** With or without the algorithm, as the chart has it. */
function likeBefore(digest: string, before: string): string {
  return before.startsWith('sha256:') ? digest : digest.replace(/^sha256:/, '');
}
