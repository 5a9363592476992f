import { hasBlob, mountBlob } from './blobs.ts';
import { copyBlob, isSmallBlob } from './copy-blob.ts';
import type { ImageNode } from './image.ts';
import { Limiter } from './limiter.ts';
import type { Descriptor } from './manifest.ts';
import { headManifest, putManifest } from './manifests.ts';
import type { MissingBlobs } from './missing-blobs.ts';
import type { RegistrySession } from './session.ts';

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
}

type InFlight = Map<string, { readonly source: ImageSource; readonly done: Promise<void> }>;

/** This many refused mounts without a single granted one, and the registry counts as one that doesn't mount. */
const refusalsToBelieve = 3;

/** What is known of one blob at the target. Kept small: a job has tens of thousands, most of them in one repository. */
interface Whereabouts {
  /** Repositories that hold it, as far as is known. */
  known: readonly string[];
  /** Those that need not be asked again: there it was found, or brought. */
  settled: readonly string[];
  inFlight: InFlight | undefined;
  /** The upload that others wait for, to mount from it. */
  upload: { readonly repository: string; readonly done: Promise<void> } | undefined;
}

/**
 * Brings content of many images to one target registry, each blob over the wire once for the whole job: whoever needs it in a
 * second repository waits for the first upload and mounts it. Order within an image: blobs, children, then the index; the tag is the caller's.
 */
export class ContentMover {
  readonly #options: MoverOptions;
  readonly #transfers: Limiter;
  readonly #smallTransfers: Limiter;
  readonly #blobs = new Map<string, Whereabouts>();
  readonly #manifests: InFlight = new Map();
  #mounts = 0;
  #refusedMounts = 0;

  constructor(options: MoverOptions) {
    this.#options = options;
    this.#transfers = new Limiter(options.concurrency);
    this.#smallTransfers = new Limiter(2 * options.concurrency);
  }

  /** Tells that a repository of the target holds a blob, so that it can be mounted from there. */
  know(repository: string, digest: string): void {
    const whereabouts = this.#whereabouts(digest);
    whereabouts.known = including(whereabouts.known, repository);
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
    const whereabouts = this.#whereabouts(blob.digest);
    if (whereabouts.settled.includes(repository)) return Promise.resolve();
    const inFlight: InFlight = whereabouts.inFlight ?? new Map();
    whereabouts.inFlight = inFlight;
    return once(inFlight, repository, source, async () => {
      const { target, missing, signal } = this.#options;
      const isMissing = missing.take(target.registry, repository, blob.digest);
      if (isMissing || !(await hasBlob(target, repository, blob.digest, signal))) {
        // Known from elsewhere but not there after all (garbage collected): it is to be brought, not mounted from itself.
        whereabouts.known = whereabouts.known.filter((name) => name !== repository);
        await this.#bring(blob, whereabouts, source, repository);
      }
      whereabouts.known = including(whereabouts.known, repository);
      whereabouts.settled = including(whereabouts.settled, repository);
      inFlight.delete(repository);
      if (inFlight.size === 0) whereabouts.inFlight = undefined;
    });
  }

  async #bring(blob: Descriptor, whereabouts: Whereabouts, source: ImageSource, repository: string): Promise<void> {
    const { target, observer, signal } = this.#options;
    // A registry that does not mount would make every waiter wait for nothing.
    while (whereabouts.upload && !this.#mountsAreFutile()) await whereabouts.upload.done.catch(() => undefined);
    const from = this.#mountableFrom(whereabouts, source);
    if (from !== undefined && !this.#mountsAreFutile()) {
      const mount = { digest: blob.digest, from };
      if (await mountBlob(target, repository, mount, signal)) {
        this.#mounts++;
        observer.mounted(source.item, blob, from);
        return;
      }
      this.#refusedMounts++;
    }
    const done = copyBlob({
      source,
      target: { session: target, repository },
      blob,
      transfers: isSmallBlob(blob) ? this.#smallTransfers : this.#transfers,
      progress: (bytes) => observer.progress(source.item, blob, bytes),
      ...(signal ? { signal } : {}),
    }).then(() => observer.moved(source.item, blob));
    whereabouts.upload = { repository, done };
    try {
      await done;
      // Known at once, so that whoever waited for the upload finds it to mount from.
      whereabouts.known = including(whereabouts.known, repository);
    } finally {
      whereabouts.upload = undefined;
    }
  }

  #mountsAreFutile(): boolean {
    return this.#mounts === 0 && this.#refusedMounts >= refusalsToBelieve;
  }

  #mountableFrom(whereabouts: Whereabouts, source: ImageSource): string | undefined {
    const [known] = whereabouts.known;
    if (known !== undefined) return known;
    return source.session.registry === this.#options.target.registry ? source.repository : undefined;
  }

  #whereabouts(digest: string): Whereabouts {
    const held = this.#blobs.get(digest);
    if (held) return held;
    const fresh: Whereabouts = { known: [], settled: [], inFlight: undefined, upload: undefined };
    this.#blobs.set(digest, fresh);
    return fresh;
  }
}

function including(names: readonly string[], name: string): readonly string[] {
  // A list that is spread or pushed to takes room for seventeen.
  if (names.length === 0) return [name];
  return names.includes(name) ? names : names.concat(name);
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
