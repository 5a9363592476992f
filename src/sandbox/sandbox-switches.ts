/**
 * How the sandbox behaves where no public source says for sure how the real thing does. Clients
 * have to cope with either position.
 */
export interface SandboxSwitches {
  /**
   * How a push to a tag that exists is refused: 400 `TAG_INVALID`, seen from a private registry with immutable tags, or 403
   * `DENIED`, as a policy would do it.
   */
  readonly finalTagRefusal: 'TAG_INVALID' | 'denied';
  /**
   * What a push to a Marketplace repository that does not exist gets: 404 `NAME_UNKNOWN`, or 403 `DENIED`, which is what an account
   * sees that no repository policy names (sellers report 403).
   */
  readonly missingRepository: 'NAME_UNKNOWN' | 'denied';
  /** Whether the seller may call DescribeRepositories on the Marketplace's registry. */
  readonly describeRepositories: 'denied' | 'allowed';
  /**
   * Whether the seller's credentials may read the Marketplace Catalog: a release often runs with rights to push and no others. Or
   * whether the account has used up its rate, so that every call is refused for the moment.
   */
  readonly catalog: 'allowed' | 'denied' | 'throttled';
  /** What AWS's newest assessments of the products say; or that the seller's credentials may not read them. */
  readonly assessments: 'passed' | 'failed' | 'denied';
  /**
   * Whether License Manager answers the seller's credentials: all of it, only checkouts, nothing; or not at all, because the account has
   * used up its rate, or the connection breaks.
   */
  readonly licenses: 'allowed' | 'checkout only' | 'denied' | 'throttled' | 'unreachable';
  /**
   * What the server of attestations does: it serves them; its token has expired (401); the customer has no right (403); it is busy when it is
   * asked for the first time (503); a sign-in page stands before it; its last page names the first as the next; its answer does not end.
   */
  readonly attestations: 'served' | 'token expired' | 'denied' | 'busy' | 'web page' | 'endless' | 'huge';
  /** Whether the registry setting BLOB_MOUNTING is on: with it off, a mount is answered with an upload session (202). */
  readonly blobMounting: boolean;
  /**
   * Whether a blob can be mounted that no manifest of the source repository refers to yet. The OCI specification says yes; ECR
   * as of 2026 says no and answers 202 (aws/containers-roadmap#2860).
   */
  readonly mountUnreferenced: boolean;
}

/** The positions a sandbox has unless told otherwise. */
export const defaultSwitches: SandboxSwitches = {
  finalTagRefusal: 'TAG_INVALID',
  missingRepository: 'NAME_UNKNOWN',
  describeRepositories: 'denied',
  catalog: 'allowed',
  assessments: 'passed',
  licenses: 'allowed',
  attestations: 'served',
  blobMounting: true,
  mountUnreferenced: true,
};
