export { awsProfiles } from './aws-profiles.ts';
export { type HostsMap, noHosts, parseHostsMap } from './hosts-map.ts';
export { nodeClock } from './node-clock.ts';
export { NodeFiles } from './node-files.ts';
export { NodeHttp } from './node-http.ts';
export { NodeRegistries } from './node-registries.ts';
export { replaceFile } from './replace-file.ts';
