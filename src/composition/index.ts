export { type Composition, composeAws, composeGateways, defaultRegion } from './compose-gateways.ts';
export { doctorPlace } from './doctor-place.ts';
export { HeldSandbox } from './held-sandbox.ts';
export { LazyAws } from './lazy-aws.ts';
export { LoginPause } from './login-pause.ts';
export type { Machine } from './machine.ts';
export { sandboxEnvironment } from './sandbox-environment.ts';
export { defaultDataDir, type SandboxProcess, startSandboxProcess } from './sandbox-process.ts';
export { ThinnedEvents } from './thinned-events.ts';
