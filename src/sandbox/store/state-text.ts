import { plainAccount, readAccount } from './account-state.ts';
import { isRecord, readNumber, readText, readTexts } from './narrow.ts';
import { defaultRepositorySettings, readRepositorySettings } from './repository-settings.ts';
import {
  type EntityState,
  emptyState,
  type ManifestRecord,
  type RegistryState,
  type RepositoryState,
  registryIds,
  type SandboxState,
} from './sandbox-state.ts';

/** Version of the state file's format. */
const schemaVersion = 1;

/** The state as the text of `state.json`. */
export function writeStateText(state: SandboxState): string {
  const registries = Object.fromEntries(
    registryIds.map((id) => [id, Object.fromEntries([...state[id]].map(([name, held]) => [name, plain(held)]))]),
  );
  return JSON.stringify({
    schemaVersion,
    registries,
    entities: Object.fromEntries(state.entities),
    account: plainAccount(state.account),
  });
}

function plain(repository: RepositoryState): unknown {
  return {
    createdAt: repository.createdAt,
    blobs: Object.fromEntries(repository.blobs),
    manifests: Object.fromEntries(repository.manifests),
    tags: Object.fromEntries(repository.tags),
    settings: repository.settings,
  };
}

/**
 * Reads what {@link writeStateText} wrote. Throws with the place at fault when it is anything else. `isBeforeCatalog`: it was written
 * before the sandbox had a Catalog, so that its entities are not known.
 */
export function readStateText(text: string): { readonly state: SandboxState; readonly isBeforeCatalog: boolean } {
  const document: unknown = JSON.parse(text);
  if (!isRecord(document) || document.schemaVersion !== schemaVersion || !isRecord(document.registries)) {
    throw new Error(`state.json is not a sandbox's state of version ${schemaVersion}`);
  }
  const state: SandboxState = { ...emptyState(), account: readAccount(document.account) };
  for (const id of registryIds) readRegistry(state[id], document.registries[id], id);
  if (document.entities === undefined) return { state, isBeforeCatalog: true };
  for (const [id, entity] of entries(document.entities, 'entities')) state.entities.set(id, readEntity(entity, id));
  return { state, isBeforeCatalog: false };
}

function readEntity(value: unknown, at: string): EntityState {
  if (!isRecord(value) || !isRecord(value.document)) throw new Error(`state.json: ${at} is not an entity`);
  return {
    type: readText(value.type, `${at}.type`),
    revision: readNumber(value.revision, `${at}.revision`),
    modifiedAt: readNumber(value.modifiedAt, `${at}.modifiedAt`),
    document: value.document,
  };
}

function readRegistry(state: RegistryState, value: unknown, at: string): void {
  for (const [name, repository] of entries(value, at)) state.set(name, readRepository(repository, `${at}/${name}`));
}

function readRepository(value: unknown, at: string): RepositoryState {
  if (!isRecord(value)) throw new Error(`state.json: ${at} is not an object`);
  const manifests = entries(value.manifests, `${at}.manifests`);
  return {
    createdAt: readNumber(value.createdAt, `${at}.createdAt`),
    blobs: new Map(entries(value.blobs, `${at}.blobs`).map(([digest, size]) => [digest, readNumber(size, at)])),
    manifests: new Map(manifests.map(([digest, record]) => [digest, readManifest(record, `${at}@${digest}`)])),
    tags: new Map(entries(value.tags, `${at}.tags`).map(([tag, digest]) => [tag, readText(digest, `${at}:${tag}`)])),
    // A state that was kept before repositories could be configured has none.
    settings:
      value.settings === undefined
        ? defaultRepositorySettings()
        : readRepositorySettings(value.settings, `${at}.settings`),
  };
}

function readManifest(value: unknown, at: string): ManifestRecord {
  if (!isRecord(value)) throw new Error(`state.json: ${at} is not an object`);
  return {
    mediaType: readText(value.mediaType, `${at}.mediaType`),
    size: readNumber(value.size, `${at}.size`),
    pushedAt: readNumber(value.pushedAt, `${at}.pushedAt`),
    ...(value.configType === undefined ? {} : { configType: readText(value.configType, `${at}.configType`) }),
    blobs: readTexts(value.blobs, `${at}.blobs`),
    children: readTexts(value.children, `${at}.children`),
  };
}

function entries(value: unknown, at: string): [string, unknown][] {
  if (!isRecord(value)) throw new Error(`state.json: ${at} is not an object`);
  return Object.entries(value);
}
