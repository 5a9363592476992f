export { type HostsMap, noHosts, parseHostsMap } from './hosts-map.ts';
export { nodeClock } from './node-clock.ts';
export { NodeFiles } from './node-files.ts';
export { NodeHttp, type NodeHttpOptions } from './node-http.ts';
export { NodeRegistries, type NodeRegistriesOptions, type RegistryOptions } from './node-registries.ts';
