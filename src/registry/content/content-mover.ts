import type { ImageNode } from '../manifests/image.ts';
import type { Descriptor } from '../manifests/manifest.ts';
import { headManifest, putManifest } from '../manifests/manifests.ts';
import type { RegistrySession } from '../session.ts';
import { Limiter } from '../transport/limiter.ts';
import { hasBlob, mountBlob } from './blobs.ts';
import { copyBlob, isSmallBlob } from './copy-blob.ts';
import type { MissingBlobs } from './missing-blobs.ts';

/** What the mover tells of its work; `item` is the caller's own name for the image that a blob was moved for. */
interface MoverObserver {
  progress(item: string, blob: Descriptor, bytes: number): void;
  moved(item: string, blob: Descriptor): void;
  mounted(item: string, blob: Descriptor, from: string): void;
}

interface MoverOptions {
  readonly target: RegistrySession;
  /** Blobs on their way at the same time; of small ones, which mostly wait for answers, twice as many besides. */
  readonly concurrency: number;
  /** What the plan did not find at the target a moment ago: it is not asked for again. */
  readonly missing: MissingBlobs;
  readonly observer: MoverObserver;
  readonly signal?: AbortSignal;
}

export interface ImageSource {
  readonly session: RegistrySession;
  readonly repository: string;
  /** The caller's name for the image. */
  readonly item: string;
  /** Content of the image that is made here and that no registry need have, by digest. */
  readonly made?: ReadonlyMap<string, Uint8Array>;
}

/** Names of repositories, by the digest of what they hold. */
type Places = Map<string, readonly string[]>;
type InFlight = Map<string, { readonly source: ImageSource; readonly done: Promise<void> }>;

/** This many refused mounts without a single granted one, and the registry counts as one that doesn't mount. */
const refusalsToBelieve = 3;

/**
 * Brings content of many images to one target registry, each blob over the wire once for the whole job: whoever needs it in a
 * second repository waits for the first upload and mounts it. Order within an image: blobs, children, then the index; the tag is the caller's.
 */
export class ContentMover {
  readonly #options: MoverOptions;
  readonly #transfers: Limiter;
  readonly #smallTransfers: Limiter;
  /** Repositories that are said to hold a blob, by its digest: asked before that is relied on. */
  readonly #told: Places = new Map();
  /** Those where it was found or brought to. Kept small: a job has tens of thousands of blobs, most of them in one repository. */
  readonly #settled: Places = new Map();
  readonly #blobs: InFlight = new Map();
  readonly #manifests: InFlight = new Map();
  /** By digest: the uploads that others wait for, to mount from their repositories. */
  readonly #uploads = new Map<string, Promise<void>>();
  #mounts = 0;
  #refusedMounts = 0;

  constructor(options: MoverOptions) {
    this.#options = options;
    this.#transfers = new Limiter(options.concurrency);
    this.#smallTransfers = new Limiter(2 * options.concurrency);
  }

  /** Tells that a repository of the target holds a blob, so that it can be mounted from there. */
  know(repository: string, digest: string): void {
    note(this.#told, digest, repository);
  }

  /**
   * Brings everything below a node, but not the node's own manifest: that is written by tag, last.
   * @throws what requests throw; the signal's reason
   */
  async bringContent(node: ImageNode, source: ImageSource, repository: string): Promise<void> {
    await settled([
      ...node.blobs.map((blob) => this.#blob(blob, source, repository)),
      ...node.children.map((child) => this.#manifest(child, source, repository)),
    ]);
  }

  #manifest(node: ImageNode, source: ImageSource, repository: string): Promise<void> {
    return once(this.#manifests, `${repository}@${node.digest}`, source, async () => {
      const { target, missing, signal } = this.#options;
      // Where its content was missing it can't be there, or is broken: it is written without asking.
      const isNew = node.blobs.some(({ digest }) => missing.has(target.registry, repository, digest));
      // Also below a manifest that is there already: a registry may have lost its blobs (garbage collection, another tool).
      await this.bringContent(node, source, repository);
      const held = isNew ? undefined : await headManifest(target, repository, node.digest, signal);
      if (held === undefined) await target.retrying(() => putManifest(target, repository, node.digest, node), signal);
    });
  }

  #blob(blob: Descriptor, source: ImageSource, repository: string): Promise<void> {
    const { digest } = blob;
    if (this.#settled.get(digest)?.includes(repository)) return Promise.resolve();
    const key = `${repository}@${digest}`;
    return once(this.#blobs, key, source, async () => {
      const { target, missing, signal } = this.#options;
      const isMissing = missing.take(target.registry, repository, digest);
      if (isMissing || !(await hasBlob(target, repository, digest, signal))) {
        // Told to be there but not there after all (garbage collected): it is to be brought, not mounted from itself.
        this.#untell(digest, repository);
        await this.#bring(blob, source, repository);
      }
      note(this.#settled, digest, repository);
      this.#blobs.delete(key);
    });
  }

  async #bring(blob: Descriptor, source: ImageSource, repository: string): Promise<void> {
    const { target, observer, signal } = this.#options;
    const { digest } = blob;
    for (;;) {
      // A registry that does not mount would make every waiter wait for nothing.
      while (this.#uploads.has(digest) && !this.#mountsAreFutile())
        await this.#uploads.get(digest)?.catch(() => undefined);
      const from = this.#mountableFrom(digest, source);
      if (from === undefined || this.#mountsAreFutile()) break;
      const isTold = this.#told.get(digest)?.includes(from) === true;
      if (await mountBlob(target, repository, { digest, from }, signal)) {
        this.#mounts++;
        observer.mounted(source.item, blob, from);
        return;
      }
      // What was told may be wrong: then there is another place, or one upload for all who came so far.
      if (!isTold || (await hasBlob(target, from, digest, signal))) {
        this.#refusedMounts++;
        break;
      }
      this.#untell(digest, from);
    }
    const done = copyBlob({
      source,
      target: { session: target, repository },
      blob,
      transfers: isSmallBlob(blob) ? this.#smallTransfers : this.#transfers,
      progress: (bytes) => observer.progress(source.item, blob, bytes),
      ...(signal ? { signal } : {}),
    }).then(() => observer.moved(source.item, blob));
    this.#uploads.set(digest, done);
    try {
      await done;
      // Known at once, so that whoever waited for the upload finds it to mount from.
      note(this.#settled, digest, repository);
    } finally {
      // Where nothing mounts, another image's upload of the same may have taken its place.
      if (this.#uploads.get(digest) === done) this.#uploads.delete(digest);
    }
  }

  #untell(digest: string, repository: string): void {
    const others = this.#told.get(digest)?.filter((name) => name !== repository) ?? [];
    if (others.length > 0) this.#told.set(digest, others);
    else this.#told.delete(digest);
  }

  #mountsAreFutile(): boolean {
    return this.#mounts === 0 && this.#refusedMounts >= refusalsToBelieve;
  }

  #mountableFrom(digest: string, source: ImageSource): string | undefined {
    const [known] = this.#settled.get(digest) ?? this.#told.get(digest) ?? [];
    if (known !== undefined) return known;
    // What is made here is not in the repository that the rest comes from.
    const isThere = source.session.registry === this.#options.target.registry && !source.made?.has(digest);
    return isThere ? source.repository : undefined;
  }
}

function note(places: Places, digest: string, repository: string): void {
  const names = places.get(digest);
  if (names?.includes(repository)) return;
  // A list that is spread or pushed to takes room for seventeen.
  places.set(digest, names ? names.concat(repository) : [repository]);
}

/**
 * Runs a task once for a key; whoever comes while it runs gets the same outcome, except a failure that may be due to another
 * source than its own. A failure is not kept: the next one tries again.
 */
function once(running: InFlight, key: string, source: ImageSource, task: () => Promise<void>): Promise<void> {
  const held = running.get(key);
  if (held) {
    return held.done.catch((error) => {
      if (held.source.session === source.session && held.source.repository === source.repository) throw error;
      return once(running, key, source, task);
    });
  }
  const done = task();
  running.set(key, { source, done });
  done.catch(() => running.delete(key));
  return done;
}

/** Waits for all, also after a failure, so that nothing of a failed image goes on unseen; then throws the first failure. */
async function settled(tasks: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(tasks);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
