import { NodeNetwork, readAuthorities } from '#platform';
import type { Machine } from './machine.ts';

/** The way to AWS: the same proxies and authorities as to registries, and those of AWS_CA_BUNDLE, as AWS's own tools have them. */
export function awsNetwork({ environment, network }: Pick<Machine, 'environment' | 'network'>): NodeNetwork {
  const { AWS_CA_BUNDLE: file } = environment;
  let read: Promise<string> | undefined;
  return new NodeNetwork({
    environment,
    settings: network,
    authority: async () => {
      if (!file) return undefined;
      read ??= readAuthorities(file, 'AWS_CA_BUNDLE').then((certificates) => certificates.join('\n'));
      return read;
    },
  });
}
