import { SdkAwsGateway } from '#aws';
import type { Gateways } from '#jobs';
import { type HostsMap, NodeFiles, NodeHttp, NodePrograms, NodeRegistries, NodeServers } from '#platform';
import { ManifestCache } from '#registry';
import { testClock } from './test-clock.ts';

/** A job's gateways as a face puts them together, sent to a sandbox. */
export function sandboxGateways(hosts: HostsMap): { readonly gateways: Gateways; close(): void } {
  const { endpoint, accessKeyId = '', secretAccessKey = '' } = hosts.aws ?? { endpoint: '' };
  const aws = new SdkAwsGateway({ endpoint, credentials: { accessKeyId, secretAccessKey } });
  const registries = new NodeRegistries({
    registries: [],
    folder: '/',
    hosts,
    aws,
    environment: {},
    home: '/nonexistent',
  });
  const http = new NodeHttp({ userAgent: 'test', certificateAuthority: () => undefined });
  const gateways = {
    http,
    clock: { ...testClock(), now: () => Date.now() },
    manifests: new ManifestCache(),
    registries,
    servers: new NodeServers({ hosts, registries, environment: {} }),
    aws,
    files: new NodeFiles('/'),
    ownPrograms: { read: async () => new TextEncoder().encode('// checks a licence\n') },
    programs: new NodePrograms({ environment: {}, authority: async () => undefined }),
  };
  return { gateways, close: () => http.close() };
}
