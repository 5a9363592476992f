import type { Emit } from '../event.ts';
import type { Gateways } from '../gateways.ts';
import type { Sessions } from '../sessions.ts';
import type { PlanTarget } from './mirror-plan.ts';

/** What planning one image needs of its job. */
export interface PlanContext {
  readonly target: PlanTarget;
  readonly sessions: Sessions;
  readonly gateways: Gateways;
  readonly emit: Emit;
  readonly signal?: AbortSignal;
}
