import { isRegistryHost } from '#reference';

const highestPort = 65_535;

/** Why a text that should be a registry is none, as the end of a sentence that begins with its key. */
export function registryFault(value: string): string {
  if (value === 'oci:') return 'must name a folder behind oci:, as in oci:out';
  const [scheme] = /^[a-z]+:\/\//i.exec(value) ?? [];
  if (scheme !== undefined) return `must be a registry host, without ${scheme}`;
  if (value.includes('/')) return 'must be a registry host, without a path; the path is the prefix';
  const [, host = '', port] = /^(.*):(\d+)$/.exec(value) ?? [];
  if (port !== undefined && Number(port) > highestPort && isRegistryHost(host))
    return `must have a port up to ${highestPort}, not ${port}`;
  return 'must be a registry host, such as registry.example or localhost:5000';
}
