import type { Attestor } from './attestations/attestor.ts';
import { grafeasServer } from './attestations/grafeas-server.ts';
import { awsServer } from './aws/aws-server.ts';
import { catalogService } from './aws/catalog-service.ts';
import { ecrService } from './aws/ecr-service.ts';
import { marketplaceAccount, sellerAccount } from './aws/identity.ts';
import { licenseService } from './aws/licenses/license-service.ts';
import { registryTokens } from './aws/registry-tokens.ts';
import { s3Service } from './aws/s3/s3-service.ts';
import { secretsService } from './aws/secrets-service.ts';
import { addToProduct } from './catalog/add-repository.ts';
import { chartRepository } from './helm/chart-repository.ts';
import { registryHosts, type SandboxListeners } from './open-listeners.ts';
import type { Access } from './registry/access.ts';
import { ecrAccess } from './registry/ecr-access.ts';
import { hubAccess } from './registry/hub-access.ts';
import { layerStorage } from './registry/layer-storage.ts';
import { Registry, type RegistryTraits } from './registry/registry.ts';
import { registryServer } from './registry/registry-server.ts';
import { vendorAccess } from './registry/vendor-access.ts';
import { vendorLogin } from './registry/vendor-login.ts';
import type { SandboxControl } from './running-sandbox.ts';
import type { SandboxSwitches } from './sandbox-switches.ts';
import type { BlobStore } from './store/blob-store.ts';
import { emptyRepository, type RegistryId, type RepositoryState } from './store/sandbox-state.ts';
import type { StateKeeper } from './store/state-keeper.ts';

/** What a sandbox is made of. */
export interface SandboxParts {
  readonly listeners: SandboxListeners;
  readonly keeper: StateKeeper;
  readonly blobs: BlobStore;
  readonly attestor: Attestor;
  readonly switches: SandboxSwitches;
  readonly now: () => number;
}

/** Puts the sandbox's registries and services behind its listeners. `close` ends open uploads, not the listeners. */
export function serveSandbox(parts: SandboxParts): { readonly control: SandboxControl; close(): Promise<void> } {
  const { listeners, keeper, blobs, switches, now } = parts;
  const traits = registryTraits(switches);
  const make = (id: RegistryId): Registry => new Registry(traits[id], keeper.state[id], blobs, keeper.save);
  const registries = {
    target: make('target'),
    seller: make('seller'),
    dockerHub: make('dockerHub'),
    vendor: make('vendor'),
  };

  const tokens = registryTokens(now);
  const hidden = (name: string): boolean =>
    switches.missingRepository === 'denied' && !registries.target.repositories.has(name);
  const hub = hubAccess(listeners.dockerHub.origin, (name) => registries.dockerHub.repositories.has(name), now);
  const access: Record<RegistryId, Access> = {
    target: ecrAccess(marketplaceAccount, listeners.target.origin, tokens, hidden),
    seller: ecrAccess(sellerAccount.account, listeners.seller.origin, tokens, () => false),
    dockerHub: hub,
    vendor: vendorAccess(vendorLogin),
  };

  const storage = layerStorage(listeners.layers.origin, blobs, now);
  const servers = (['target', 'seller', 'dockerHub', 'vendor'] as const).map((id) => {
    const { origin } = listeners[id];
    const tokenEndpoint = id === 'dockerHub' ? { tokenEndpoint: hub.giveToken } : {};
    const common = { registry: registries[id], access: access[id], origin, signBlobUrl: storage.sign, now };
    const server = registryServer({ ...common, ...tokenEndpoint });
    listeners[id].serve(server.handle);
    return server;
  });
  const attestations = grafeasServer({
    attestor: parts.attestor,
    registries: {
      dockerHub: { host: registryHosts.dockerHub, repositories: keeper.state.dockerHub },
      vendor: { host: registryHosts.vendor, repositories: keeper.state.vendor },
    },
    token: vendorLogin.password,
    switches,
  });
  const pages = [chartRepository(), attestations];
  listeners.layers.serve((request, response, name) => {
    const path = request.url?.split('?', 1)[0] ?? '';
    const { handle } = pages.find((one) => one.owns(path)) ?? storage;
    return handle(request, response, name);
  });
  const ecr = ecrService({ target: registries.target, seller: registries.seller, tokens, switches, now });
  const catalog = catalogService({ entities: keeper.state.entities, switches });
  const { save, state } = keeper;
  const secrets = secretsService({ secrets: state.account.secrets, save, now });
  const s3 = s3Service({ buckets: state.account.buckets, blobs, save, now });
  const licenses = licenseService({ state: state.account.licenses, switches, save, now });
  listeners.aws.serve(awsServer({ ecr, catalog, secrets, s3, licenses }, now));

  return {
    control: {
      upstream: {
        setTag: (repository, tag, image) => {
          const id = registries.dockerHub.repositories.has(repository) ? 'dockerHub' : 'vendor';
          return registries[id].forceTag(repository, tag, image);
        },
      },
      target: {
        setTag: (repository, tag, image) => registries.target.forceTag(repository, tag, image),
        addRepository: (repository) => {
          addToProduct(keeper.state, repository, now());
          return registries.target.addRepository(repository, emptyRepository(now()));
        },
      },
      expireTokens: () => {
        tokens.expireAll();
        hub.expireAll();
      },
    },
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}

function registryTraits(switches: SandboxSwitches): Record<RegistryId, RegistryTraits> {
  const mayMount = (source: RepositoryState, digest: string): boolean =>
    switches.blobMounting && (switches.mountUnreferenced || isReferenced(source, digest));
  const ecr = { mayMount, redirectsBlobs: true };
  const upstream = { account: undefined, finalTags: undefined, mayMount: () => false, listsRepositories: false };
  return {
    target: {
      host: registryHosts.target,
      account: marketplaceAccount,
      finalTags: () => switches.finalTagRefusal,
      listsRepositories: false,
      ...ecr,
    },
    seller: {
      host: registryHosts.seller,
      account: sellerAccount.account,
      finalTags: undefined,
      listsRepositories: true,
      ...ecr,
    },
    dockerHub: { host: registryHosts.dockerHub, redirectsBlobs: true, ...upstream },
    vendor: { host: registryHosts.vendor, redirectsBlobs: false, ...upstream },
  };
}

function isReferenced(repository: RepositoryState, digest: string): boolean {
  return [...repository.manifests.values()].some(({ blobs }) => blobs.includes(digest));
}
