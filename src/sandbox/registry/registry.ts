import type { BlobStore } from '../store/blob-store.ts';
import type { RepositorySettings } from '../store/repository-settings.ts';
import {
  emptyRepository,
  type ManifestRecord,
  type RegistryState,
  type RepositoryState,
} from '../store/sandbox-state.ts';
import { isImmutableTag } from './is-immutable-tag.ts';
import { digestPattern } from './manifest-record.ts';
import { Refusal } from './refusal.ts';

/** How one registry differs from another. */
export interface RegistryTraits {
  /** Logical host, e.g. `709825985650.dkr.ecr.us-east-1.amazonaws.com`. */
  readonly host: string;
  /** The AWS account for an ECR registry; undefined for others. */
  readonly account: string | undefined;
  /** How a push to an existing tag is refused; undefined: tags may move. */
  readonly finalTags: (() => 'TAG_INVALID' | 'denied') | undefined;
  /** Whether a blob of the source repository may be mounted. */
  readonly mayMount: (source: RepositoryState, digest: string) => boolean;
  /** Whether blobs are handed out by redirect to the layer storage. */
  readonly redirectsBlobs: boolean;
  /** Whether `_catalog` may be asked at all. */
  readonly listsRepositories: boolean;
}

/** The part of a registry below HTTP: what its repositories hold, and the rules for putting something in. */
export class Registry {
  readonly traits: RegistryTraits;
  readonly blobs: BlobStore;
  readonly repositories: RegistryState;
  readonly #save: () => Promise<void>;

  constructor(traits: RegistryTraits, repositories: RegistryState, blobs: BlobStore, save: () => Promise<void>) {
    this.traits = traits;
    this.repositories = repositories;
    this.blobs = blobs;
    this.#save = save;
  }

  /** The repository; throws the `NAME_UNKNOWN` that pushing into a missing one gets. */
  repository(name: string): RepositoryState {
    const found = this.repositories.get(name);
    if (found) return found;
    const { account, host } = this.traits;
    const registry = account === undefined ? `registry ${host}` : `registry with id '${account}'`;
    throw new Refusal(404, 'NAME_UNKNOWN', `The repository with name '${name}' does not exist in the ${registry}`);
  }

  /** Digest and record of a manifest by tag or digest; throws `MANIFEST_UNKNOWN`. */
  manifest(name: string, reference: string): { readonly digest: string; readonly record: ManifestRecord } {
    const repository = this.repository(name);
    const digest = digestPattern.test(reference) ? reference : repository.tags.get(reference);
    const record = digest === undefined ? undefined : repository.manifests.get(digest);
    if (digest !== undefined && record) return { digest, record };
    throw new Refusal(404, 'MANIFEST_UNKNOWN', 'Requested image not found');
  }

  /** Keeps a blob, whose content is in the store, as one of the repository. */
  async keepBlob(name: string, digest: string, size: number): Promise<void> {
    this.repository(name).blobs.set(digest, size);
    await this.#save();
  }

  /**
   * Puts a manifest, and a tag if one is given, after the checks that ECR makes: everything it refers to is there, and the tag
   * is free where tags are final. Nothing is changed when one fails.
   */
  async putManifest(
    name: string,
    bytes: Uint8Array,
    digest: string,
    record: ManifestRecord,
    tag?: string,
  ): Promise<void> {
    const content = await this.blobs.put(bytes);
    if (content !== digest) throw new Error(`${digest} is not the digest of the manifest, which is ${content}`);
    // From here to the save nothing is awaited: two pushes of one tag cannot both find it free.
    const repository = this.repository(name);
    this.#refuseMissing(name, repository, record);
    if (tag !== undefined && repository.tags.has(tag)) this.#refuseFinal(name, tag, repository);
    if (!repository.manifests.has(digest)) repository.manifests.set(digest, record);
    if (tag !== undefined) repository.tags.set(tag, digest);
    await this.#save();
  }

  /**
   * Moves or makes a tag without asking any rule: for the sandbox's controls, not for the wire. `image`: a digest or another
   * tag.
   */
  async forceTag(name: string, tag: string, image: string): Promise<void> {
    const repository = this.repositories.get(name);
    const digest = repository?.tags.get(image) ?? image;
    if (!repository?.manifests.has(digest)) throw new Error(`${this.traits.host}/${name} holds no image ${image}`);
    repository.tags.set(tag, digest);
    await this.#save();
  }

  /** Adds an empty repository; an existing one stays as it is. */
  async addRepository(name: string, repository: RepositoryState): Promise<void> {
    if (!this.repositories.has(name)) this.repositories.set(name, repository);
    await this.#save();
  }

  /** Makes an empty repository that is not there yet. */
  async createRepository(name: string, createdAt: number, settings: RepositorySettings): Promise<RepositoryState> {
    const repository = emptyRepository(createdAt, settings);
    this.repositories.set(name, repository);
    await this.#save();
    return repository;
  }

  /** Keeps what was changed in a repository. */
  save(): Promise<void> {
    return this.#save();
  }

  #refuseMissing(name: string, repository: RepositoryState, record: ManifestRecord): void {
    const where = `pushing image into repository with name '${name}' in the registry with id '${this.traits.account ?? ''}'`;
    const blobs = record.blobs.filter((digest) => !repository.blobs.has(digest));
    if (blobs.length > 0) {
      // Code and text as a client reported them (oras-project/oras-py#54): ECR's LayersNotFound on /v2.
      const message = `Layers with digests '[${blobs.join(', ')}]' required for ${where} do not exist`;
      throw new Refusal(404, 'BLOB_UPLOAD_UNKNOWN', message);
    }
    const children = record.children.filter((digest) => !repository.manifests.has(digest));
    if (children.length > 0) {
      // Text as Docker shows it (int128/docker-manifest-create-action#63): ECR's ReferencedImagesNotFound on /v2.
      const message = `Images with digests '[${children.join(', ')}]' required for ${where} do not exist`;
      throw new Refusal(404, 'MANIFEST_BLOB_UNKNOWN', message);
    }
  }

  #refuseFinal(name: string, tag: string, { settings }: RepositoryState): void {
    const refusal = this.traits.finalTags?.() ?? (isImmutableTag(settings, tag) ? 'TAG_INVALID' : undefined);
    if (refusal === undefined) return;
    if (refusal === 'denied') {
      // As a policy would say it: nothing in the text tells an existing tag from a missing right.
      const resource = `arn:aws:ecr:us-east-1:${this.traits.account ?? ''}:repository/${name}`;
      const message = `User is not authorized to perform: ecr:PutImage on resource: ${resource} with an explicit deny in a resource-based policy`;
      throw new Refusal(403, 'DENIED', message);
    }
    // ECR refuses the identical digest too (aws/containers-roadmap#2380). Status and body as jib showed them for a private registry.
    const message = `The image tag '${tag}' already exists in the '${name}' repository and cannot be overwritten because the repository is immutable.`;
    throw new Refusal(400, 'TAG_INVALID', message);
  }
}
