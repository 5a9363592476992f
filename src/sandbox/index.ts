export { attestorOfFolder } from './attestor-identity.ts';
export { type Identity, otherAccount, sellerAccount } from './aws/identity.ts';
export {
  type AttestorIdentity,
  type AwsOrigin,
  type HostsMap,
  type RegistryOrigin,
  readHostsMap,
} from './hosts-map.ts';
export type { RequestLogEntry } from './http/listener.ts';
export type { RunningSandbox, SandboxControl } from './running-sandbox.ts';
export { type SampleImage, sampleImages } from './samples/sample-images.ts';
export { defaultSwitches, type SandboxSwitches } from './sandbox-switches.ts';
export { type SandboxOptions, startSandbox } from './start-sandbox.ts';
