import { formatReference, parseReference, type Reference } from '#reference';
import type { ChartDraft } from '../chart-draft.ts';
import type { ManifestsPart } from '../injection-wish.ts';
import { manifestsFolder, ourMark } from '../our-mark.ts';
import type { PartContent, PartValue } from '../part-content.ts';
import { contextAt } from '../template-context.ts';
import { neededValues } from './needed-values.ts';

/** `image: name`, quoted or not, and what stands around the name; one with a template in it stays as it is. */
const imageLine = /^([ \t]*(?:- +)*image:[ \t]+)(["']?)([^\s"'{}#&*!|>[\]]+)\2([ \t]*(?:#.*)?)$/;

/**
 * The vendor's own manifests, as templates. Images that are written out in them move to `awsmp.images` of the values, for that is where AWS Marketplace
 * looks for images and rewrites them.
 */
export function manifestsContent(
  { files }: ManifestsPart,
  images: ReadonlyMap<string, string>,
  draft: ChartDraft,
): PartContent {
  const moved = new MovedImages(images);
  const names = shortNames(files.map(({ path }) => path));
  const templates = files.map(({ text }, position) => {
    const path = manifestsFolder + (names[position] ?? '');
    return { path, text: manifestTemplate(text.replace(/^\uFEFF/, ''), path, moved, draft) };
  });
  const values = moved.values();
  return { files: templates, helpers: values.length > 0 ? [neededValues] : [], values };
}

/** Paths without the folder that all of them share. */
function shortNames(paths: readonly string[]): string[] {
  const parts = paths.map((path) => path.split('/').filter((part) => part !== '' && part !== '.' && part !== '..'));
  const folders = parts.map((one) => one.slice(0, -1));
  let shared = 0;
  while (folders.every((one) => one.length > shared && one[shared] === folders[0]?.[shared])) shared++;
  return parts.map((one) => one.slice(shared).join('/'));
}

/** With its images taken from the values, and the rendering ended where those are not there. */
function manifestTemplate(text: string, path: string, moved: MovedImages, draft: ChartDraft): string {
  let at = 0;
  const edited = text
    .split('\n')
    .map((whole, index) => {
      const start = at;
      at += whole.length + 1;
      const end = whole.endsWith('\r') ? '\r' : '';
      const [, head = '', , name = '', tail = ''] = imageLine.exec(end === '' ? whole : whole.slice(0, -1)) ?? [];
      const parsed = parseReference(name);
      if (name === '' || !parsed.ok) return whole;
      const context = contextAt(text, start);
      if (context === 'defined') {
        const message = `${name} stands in a named template, from where the values cannot be reached for certain.`;
        const hint = 'Take it from .Values there, or move it out of the define.';
        const place = { file: path, line: index + 1 };
        draft.finding({ code: 'chart-image-not-rewritten', severity: 'error', message, hint, ...place });
        return whole;
      }
      return (
        head + moved.template(parsed.reference, context === 'nested' ? '$' : '', path, index + 1, draft) + tail + end
      );
    })
    .join('\n');
  const read = new Set([...edited.matchAll(/\.Values\.awsmp\.(images\.\w+)\.registry\b/g)].map(([, value]) => value));
  const needed = [...read].map((value) => ` "${value}"`).join('');
  const guard = needed === '' ? '' : `{{- include "awsmp.needValues" (list .${needed}) }}`;
  // On the line of the mark, so that the lines of each manifest are one below the vendor's own.
  return `${ourMark.trimEnd()}${guard}\n${edited}`;
}

/** One that is named by its digest stays so; beside it the tag is only a label. */
function pinned({ registry, repository, tag = 'latest', digest }: Reference): Reference {
  return { registry, repository, ...(digest === undefined ? { tag } : { digest }) };
}

class MovedImages {
  readonly #targets: ReadonlyMap<string, string>;
  readonly #known: ReadonlySet<string>;
  readonly #names = new Map<string, string>();
  readonly #values: PartValue[] = [];

  constructor(targets: ReadonlyMap<string, string>) {
    this.#targets = targets;
    this.#known = new Set(targets.values());
  }

  values(): readonly PartValue[] {
    return this.#values;
  }

  /** What stands in the manifest in place of the image: AWS Marketplace's own form. */
  template(source: Reference, root: string, path: string, line: number, draft: ChartDraft): string {
    const written = formatReference(source);
    const target = this.#targets.get(written);
    const parsed = target === undefined ? undefined : parseReference(target);
    const reference = parsed?.ok ? parsed.reference : pinned(source);
    if (!parsed?.ok && !this.#known.has(written)) {
      const message = `${written} keeps its name, for nothing says where it is released to.`;
      const hint = 'Add it to an image list of the release, and plan the mirror again.';
      draft.finding({ code: 'chart-image-not-rewritten', severity: 'warning', message, hint, file: path, line });
    }
    const values = `${root}.Values.awsmp.images.${this.#nameOf(reference)}`;
    const [mark, key] = reference.tag === undefined ? ['@', 'digest'] : [':', 'tag'];
    return `"{{ ${values}.registry }}/{{ ${values}.repository }}${mark}{{ ${values}.${key} }}"`;
  }

  /** One name an image, after the end of its repository. */
  #nameOf(reference: Reference): string {
    const { registry, repository, tag, digest = '' } = reference;
    const whole = formatReference(reference);
    const there = this.#names.get(whole);
    if (there !== undefined) return there;
    const last = repository.split('/').at(-1) ?? 'image';
    const plain = last
      .replace(/[^A-Za-z0-9]+(.)/g, (_, letter: string) => letter.toUpperCase())
      .replace(/^(?=\d)/, 'image');
    const taken = new Set(this.#names.values());
    let name = plain;
    for (let count = 2; taken.has(name); count++) name = `${plain}${count}`;
    this.#names.set(whole, name);
    const version = tag === undefined ? { digest } : { tag };
    for (const [key, value] of Object.entries({ registry, repository, ...version }))
      this.#values.push({ path: ['images', name, key], value, isWished: true });
    return name;
  }
}
