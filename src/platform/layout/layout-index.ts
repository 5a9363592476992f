import * as z from 'zod/mini';
import type { ReleaseError } from '#problem';
import { isDigest } from '#reference';
import { parseForeignJson } from '#registry';

/** 100,000 images with long names. */
export const maxIndexBytes = 33_554_432;

const indexType = 'application/vnd.oci.image.index.v1+json';
/** OCI image specification, annotations.md: "the name of the reference for a target", only in an index of a layout. */
const refName = 'org.opencontainers.image.ref.name';
/** containerd and BuildKit keep the whole reference here. */
const imageName = 'io.containerd.image.name';

const entrySchema = z.looseObject({
  mediaType: z.optional(z.string()),
  digest: z.string().check(z.refine(isDigest, 'is not a digest')),
  size: z.int().check(z.nonnegative()),
  annotations: z.nullish(z.record(z.string(), z.string())),
});
const indexSchema = z.looseObject({
  schemaVersion: z.literal(2),
  manifests: z.array(entrySchema),
});

/** A manifest that the index of a layout names; what others wrote beside it is kept. */
export type LayoutEntry = z.infer<typeof entrySchema>;

/** `index.json` of an OCI image layout (OCI image specification, image-layout.md). */
export class LayoutIndex {
  readonly #document: z.infer<typeof indexSchema>;
  readonly #byName = new Map<string, LayoutEntry[]>();
  readonly #byDigest = new Map<string, LayoutEntry>();
  readonly #nameless: LayoutEntry[] = [];

  private constructor(document: z.infer<typeof indexSchema>) {
    this.#document = document;
    for (const entry of document.manifests) this.#know(entry);
  }

  /** The index of a layout that holds nothing yet. */
  static empty(): LayoutIndex {
    return new LayoutIndex({ schemaVersion: 2, mediaType: indexType, manifests: [] });
  }

  /** @param fail makes the error to throw from the reason */
  static parse(bytes: Uint8Array, fail: (why: string) => ReleaseError): LayoutIndex {
    const parsed = indexSchema.safeParse(parseForeignJson(bytes, maxIndexBytes, fail));
    if (parsed.success) return new LayoutIndex(parsed.data);
    const issue = parsed.error.issues[0];
    throw fail(`${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'unknown shape'}`);
  }

  /** The names of all images. */
  get names(): readonly string[] {
    return [...this.#byName.keys()];
  }

  /** All that the name stands for: more than one digest is a contradiction. */
  named(name: string): readonly LayoutEntry[] {
    return this.#byName.get(name) ?? [];
  }

  /** The entry of a digest, under whatever name. */
  of(digest: string): LayoutEntry | undefined {
    return this.#byDigest.get(digest);
  }

  /** Entries that have no name: what refers to images stands here too. */
  get nameless(): readonly LayoutEntry[] {
    return this.#nameless;
  }

  add(entry: LayoutEntry): void {
    this.#document.manifests.push(entry);
    this.#know(entry);
  }

  /** The text to write. */
  get text(): string {
    return `${JSON.stringify(this.#document)}\n`;
  }

  #know(entry: LayoutEntry): void {
    this.#byDigest.set(entry.digest, entry);
    const names = namesOf(entry);
    if (names.length === 0) this.#nameless.push(entry);
    for (const name of names) {
      const held = this.#byName.get(name);
      if (held) held.push(entry);
      else this.#byName.set(name, [entry]);
    }
  }
}

/** The names that an entry goes by. */
function namesOf({ annotations }: LayoutEntry): string[] {
  const names = [annotations?.[refName], annotations?.[imageName]].filter((name) => name !== undefined);
  return [...new Set(names)];
}

/** An entry as we write it: `repository:tag`, or none, is its name. */
export function layoutEntry(
  manifest: { readonly mediaType: string; readonly digest: string; readonly size: number },
  name: string | undefined,
): LayoutEntry {
  return name === undefined ? manifest : { ...manifest, annotations: { [refName]: name } };
}
