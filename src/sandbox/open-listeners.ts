import { ecrHost, marketplaceAccount, sandboxRegion, sellerAccount } from './aws/identity.ts';
import type { HostsMap } from './hosts-map.ts';
import { type Listener, type ListenerOptions, openListener } from './http/listener.ts';
import { vendorLogin } from './registry/vendor-login.ts';

/** Logical hosts of the sandbox's registries, of its Helm repository and of the vendor's attestations. */
export const registryHosts = {
  target: ecrHost(marketplaceAccount),
  seller: ecrHost(sellerAccount.account),
  dockerHub: 'docker.io',
  vendor: 'registry.camunda.cloud',
  charts: 'helm.camunda.io',
  attestations: 'attestations.camunda.cloud',
} as const;

/**
 * The listeners of one sandbox: one origin for each registry, one for AWS, and one of a web server: blobs are downloaded from it,
 * charts and attestations.
 */
export interface SandboxListeners {
  readonly target: Listener;
  readonly seller: Listener;
  readonly dockerHub: Listener;
  readonly vendor: Listener;
  readonly aws: Listener;
  readonly layers: Listener;
  readonly hostsMap: HostsMap;
  close(): Promise<void>;
}

/**
 * Opens all listeners: on ports that the system chooses, or on `port` and the five after it, in the order of
 * {@link SandboxListeners}. When one cannot be opened, none stays open.
 */
export async function openListeners(
  port: number,
  {
    layouts,
    attestor,
    ...told
  }: Pick<ListenerOptions, 'onRequest' | 'onArrival'> & Pick<HostsMap, 'layouts' | 'attestor'>,
): Promise<SandboxListeners> {
  const opened: Listener[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(opened.map((listener) => listener.close()));
  };
  const open = async (name: string): Promise<Listener> => {
    const listener = await openListener({ name, port: port === 0 ? 0 : port + opened.length, ...told });
    opened.push(listener);
    return listener;
  };
  try {
    const target = await open(registryHosts.target);
    const seller = await open(registryHosts.seller);
    const dockerHub = await open(registryHosts.dockerHub);
    const vendor = await open(registryHosts.vendor);
    const aws = await open('aws');
    const layers = await open('layer-storage');
    const hosts = {
      [registryHosts.target]: { origin: target.origin },
      [registryHosts.seller]: { origin: seller.origin },
      [registryHosts.dockerHub]: { origin: dockerHub.origin },
      [registryHosts.vendor]: { origin: vendor.origin, ...vendorLogin },
      [registryHosts.charts]: { origin: layers.origin },
      // The vendor's customers have one token for images and attestations.
      [registryHosts.attestations]: { origin: layers.origin, ...vendorLogin },
    };
    const { account, accessKeyId, secretAccessKey } = sellerAccount;
    const credentials = { accessKeyId, secretAccessKey, account };
    const hostsMap: HostsMap = {
      schemaVersion: 1,
      sandbox: true,
      ...(layouts === undefined ? {} : { layouts }),
      hosts,
      ...(attestor === undefined ? {} : { attestor }),
      aws: { endpoint: aws.origin, region: sandboxRegion, ...credentials },
    };
    return { target, seller, dockerHub, vendor, aws, layers, hostsMap, close };
  } catch (error) {
    await close();
    throw error;
  }
}
