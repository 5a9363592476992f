import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { memoryAttestor } from '../../../src/sandbox/attestations/attestor.ts';
import { sandboxRegion, sellerAccount } from '../../../src/sandbox/aws/identity.ts';
import type { Handler, Listener } from '../../../src/sandbox/http/listener.ts';
import { registryHosts } from '../../../src/sandbox/open-listeners.ts';
import { seedSamples } from '../../../src/sandbox/samples/seed-samples.ts';
import { defaultSwitches } from '../../../src/sandbox/sandbox-switches.ts';
import { serveSandbox } from '../../../src/sandbox/serve-sandbox.ts';
import { memoryBlobs } from '../../../src/sandbox/store/memory-blobs.ts';
import { memoryKeeper } from '../../../src/sandbox/store/state-keeper.ts';
import type { TestAuthority } from '../../support/test-authority.ts';

const layerHost = `prod-${sandboxRegion}-starport-layer-bucket.s3.${sandboxRegion}.amazonaws.com`;
const apiHosts = ['sts', 'api.ecr'].map((service) => `${service}.${sandboxRegion}.amazonaws.com`);
const catalogHost = `catalog.marketplace.${sandboxRegion}.amazonaws.com`;

export interface NamedSandbox {
  /** Where each of its names is, as `host:port` on loopback by `host:443`. */
  readonly hosts: Readonly<Record<string, string>>;
  /** Credentials of its seller, as the environment of a process has them. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * The sandbox under AWS's real names and by TLS, on one server that tells its parts by the name that is asked for: what the SDK and
 * ECR's clients talk to when nothing sends them elsewhere.
 */
export async function namedSandbox(authority: TestAuthority): Promise<NamedSandbox> {
  const handlers = new Map<string, Handler>();
  const names = [registryHosts.target, registryHosts.seller, ...apiHosts, catalogHost, layerHost];
  const server = createServer(authority.certify(names), (request, response) => {
    const host = request.headers.host ?? '';
    const handler = handlers.get(apiHosts.includes(host) || host === catalogHost ? 'aws' : host);
    if (!handler) return void response.writeHead(421).end();
    handler(request, response, () => undefined).catch(() => response.destroy());
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const listener = (name: string): Listener => ({
    port,
    origin: `https://${name}`,
    serve: (handler) => void handlers.set(name, handler),
    close: async () => undefined,
  });
  const keeper = memoryKeeper();
  const blobs = memoryBlobs();
  await seedSamples(keeper.state, blobs);
  const served = serveSandbox({
    listeners: {
      target: listener(registryHosts.target),
      seller: listener(registryHosts.seller),
      dockerHub: listener('docker.example'),
      vendor: listener('vendor.example'),
      aws: listener('aws'),
      layers: listener(layerHost),
      hostsMap: { schemaVersion: 1, sandbox: true, hosts: {} } as never,
      close: async () => undefined,
    },
    keeper,
    blobs,
    attestor: memoryAttestor(),
    switches: defaultSwitches,
    now: Date.now,
  });
  return {
    hosts: Object.fromEntries(names.map((name) => [`${name}:443`, `127.0.0.1:${port}`])),
    environment: {
      AWS_ACCESS_KEY_ID: sellerAccount.accessKeyId,
      AWS_SECRET_ACCESS_KEY: sellerAccount.secretAccessKey,
      AWS_REGION: sandboxRegion,
    },
    close: async () => {
      await served.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
