import type { Derivations } from '../derive/derivations.ts';
import type { Emit } from '../event.ts';
import type { Gateways } from '../gateways.ts';
import type { PlanTarget } from '../plan-target.ts';
import type { Sessions } from '../sessions.ts';
import type { Judge } from '../trust/judge.ts';
import type { NewTags } from './new-tags.ts';
import type { ReleasedImages } from './released-images.ts';

/** What planning one image needs of its job. */
export interface PlanContext {
  readonly target: PlanTarget;
  /** The target that the images are promoted from. */
  readonly from?: PlanTarget | undefined;
  /** Set with `from`: knows whether what that target has is what the release names. */
  readonly releasedImages?: ReleasedImages | undefined;
  /** Set where images whose tag is taken go under a new one. */
  readonly newTags?: NewTags | undefined;
  /** What is changed of images on their way. */
  readonly derivations: Derivations;
  /** Who has a say in whether an image is released. */
  readonly judges: readonly Judge[];
  readonly sessions: Sessions;
  readonly gateways: Gateways;
  readonly emit: Emit;
  readonly signal?: AbortSignal;
  /** Where missing repositories are made: those that were found missing. */
  readonly missing?: Set<string>;
}
