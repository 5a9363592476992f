import type { Quotas } from './transport/quotas.ts';

/**
 * How one registry is reached: the composition root makes one for each logical registry name, from the settings, the hosts map,
 * docker's config and the ECR gateway.
 */
export interface RegistryAccess {
  /** The name that references, plans and reports use, e.g. `docker.io`. */
  readonly registry: string;
  /** Scheme, host and port that requests go to, e.g. `https://registry-1.docker.io`. */
  readonly origin: string;
  /** The folder of the OCI image layout that takes the place of a host; absolute. */
  readonly layout?: string;
  /** Put before every repository, when a mirror keeps this registry under a path of its own. */
  readonly repositoryPrefix?: string;
  /** Hosts (`name[:port]`) that may be reached, and told a password, without TLS, because somebody has said so. */
  readonly plainHosts?: readonly string[];
  /** In words for the plan: where the credentials come from, e.g. `docker config`, `ECR, profile seller`, `none`. */
  readonly credentials: string;
  /** What to do about a missing login, where nothing that people usually do would help. */
  readonly loginHint?: string;
  /** Set where the registry is known to want Basic on every request (ECR), which saves the first refused round trip. */
  readonly alwaysBasic?: boolean;
  /** How many requests the registry takes; undefined where nothing is known, and the pace is learned from its refusals. */
  readonly quotas?: Quotas;
  /**
   * The credentials, or undefined to go on without any. `renew` says that the last ones were refused or are about to end: an adapter
   * that keeps some must not give those again.
   * @throws ReleaseError `credentials-unreadable`, or what the gateway behind it throws
   */
  login(renew: boolean): Promise<Login | undefined>;
}

/** A user's password, or docker's identity token, which is exchanged for bearer tokens. `expiresAt` in ms since the epoch. */
export type Login =
  | { readonly kind: 'password'; readonly username: string; readonly password: string; readonly expiresAt?: number }
  | { readonly kind: 'identity-token'; readonly token: string };

/** Time as a port, so that waiting can be tested without waiting. */
export interface Clock {
  /** ms since the epoch */
  now(): number;
  /** @throws the signal's reason when it fires first */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** 0 ≤ x < 1, for jitter */
  random(): number;
  /** ms so far in which the whole job waited for a person: they use up nobody's patience. */
  pausedMs?(): number;
}

/** What a session tells of itself while it works. */
export interface SessionObserver {
  /** A request waits before its next try; of those that wait for their turn (`attempt` 0) one speaks for all. */
  waiting?(wait: {
    readonly registry: string;
    readonly delayMs: number;
    readonly attempt: number;
    readonly reason: string;
  }): void;
  /** Credentials were sent to this host (the registry's own, or its token server). */
  credentialsSent?(host: string): void;
}
