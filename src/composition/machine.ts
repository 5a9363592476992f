/** What the adapters need of the machine and the process that they are put together in. */
export interface Machine {
  readonly environment: NodeJS.ProcessEnv;
  /** Names of files are relative to it. */
  readonly directory: string;
  readonly home: string;
  /** This product's, for the user agent. */
  readonly version: string;
}
