import type { NetworkSettings, SignedIn } from '#platform';

/** What the adapters need of the machine and the process that they are put together in. */
export interface Machine {
  readonly environment: NodeJS.ProcessEnv;
  /** Names of files are relative to it. */
  readonly directory: string;
  readonly home: string;
  /** This product's, for the user agent. */
  readonly version: string;
  /** This program's own file, absolute: others of ours lie beside it. */
  readonly program: string;
  /** What somebody has signed in with to registries, where there is an editor that keeps it. */
  readonly signedIn?: SignedIn;
  /** The editor's settings of proxies and certificates, where there is one. */
  readonly network?: NetworkSettings;
}
