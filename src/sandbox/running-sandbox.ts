import type { HostsMap } from './hosts-map.ts';

/**
 * What can be done to a sandbox from inside its process, besides the wire: things that happen in the world without the client's
 * doing. Nothing of it can be reached over HTTP.
 */
export interface SandboxControl {
  readonly upstream: {
    /**
     * Moves or makes a tag, as a vendor does who releases again. `image` is a manifest digest or another tag of the repository; the
     * repository is looked for in docker.io, then in registry.camunda.cloud.
     */
    setTag(repository: string, tag: string, image: string): Promise<void>;
  };
  readonly target: {
    /**
     * Moves or makes a tag in the Marketplace's registry, even a final one. `image` is a manifest digest or another tag of the
     * repository.
     */
    setTag(repository: string, tag: string, image: string): Promise<void>;
    /** Adds a repository to the Marketplace's registry and to the seller's product, as AddRepositories does. */
    addRepository(repository: string): Promise<void>;
  };
  /** Ends all registry logins given so far: ECR's tokens and Docker Hub's. */
  expireTokens(): void;
}

/** A sandbox in use: started by us, or (`attached`) another process's that serves the same data folder. */
export interface RunningSandbox {
  /** True: the sandbox belongs to another process (or an earlier start in this one), and `close` leaves it running. */
  readonly attached: boolean;
  readonly hostsMap: HostsMap;
  /** Works in the process that owns the sandbox; on an attached one every call throws. */
  readonly control: SandboxControl;
  /** Ends all connections and gives the data folder back. */
  close(): Promise<void>;
}
