import { type AccountState, firstAccountState } from './account-state.ts';
import { defaultRepositorySettings, type RepositorySettings } from './repository-settings.ts';

/** Which of the sandbox's registries; also the keys of the state file. */
export const registryIds = ['target', 'seller', 'dockerHub', 'vendor'] as const;
export type RegistryId = (typeof registryIds)[number];

/** A manifest that a repository holds. Its bytes are in the blob store. */
export interface ManifestRecord {
  readonly mediaType: string;
  /** Bytes of the manifest itself. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly pushedAt: number;
  /** Media type of the config, for images and artifacts; an index has none. */
  readonly configType?: string;
  /** Digests of config and layers. */
  readonly blobs: readonly string[];
  /** Digests of the manifests an index lists. */
  readonly children: readonly string[];
}

/** One repository: what it holds and may show. Maps keep the order of pushing. */
export interface RepositoryState {
  readonly createdAt: number;
  /** Digest to size. */
  readonly blobs: Map<string, number>;
  readonly manifests: Map<string, ManifestRecord>;
  /** Tag to manifest digest. */
  readonly tags: Map<string, string>;
  readonly settings: RepositorySettings;
}

/** Repositories by name. */
export type RegistryState = Map<string, RepositoryState>;

/** An entity of the Marketplace Catalog. All of them are the seller's. */
export interface EntityState {
  /** With its version: `ContainerProduct@1.0`. */
  readonly type: string;
  /** Counts the changes, from 1. */
  readonly revision: number;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
  /** What DescribeEntity gives as `DetailsDocument`. */
  readonly document: Readonly<Record<string, unknown>>;
}

/** All that a sandbox remembers, besides the bytes. */
export interface SandboxState extends Readonly<Record<RegistryId, RegistryState>> {
  /** By their ids. */
  readonly entities: Map<string, EntityState>;
  readonly account: AccountState;
}

/** Registries without repositories, a Catalog without entities, an account with what it has from the start. */
export function emptyState(): SandboxState {
  return {
    target: new Map(),
    seller: new Map(),
    dockerHub: new Map(),
    vendor: new Map(),
    entities: new Map(),
    account: firstAccountState(),
  };
}

/** A repository without content. */
export function emptyRepository(createdAt: number, settings = defaultRepositorySettings()): RepositoryState {
  return { createdAt, blobs: new Map(), manifests: new Map(), tags: new Map(), settings };
}
