export { awsScope } from './aws-scope.ts';
export { type Emit, type JobEvent, type JobPhase, versioned } from './event.ts';
export type { AwsGateway, AwsScope, EcrImage, EcrRepository, Files, Gateways, Page, Registries } from './gateways.ts';
export type { Item, ItemOutcome, Summary } from './item.ts';
export { type Endpoint, type MirrorPlan, type PlanTarget, parsePlan } from './mirror/mirror-plan.ts';
export { type MirrorInput, planMirror } from './mirror/plan-mirror.ts';
export { runMirror } from './mirror/run-mirror.ts';
export type { Report } from './report.ts';
