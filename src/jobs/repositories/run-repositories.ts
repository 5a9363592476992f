import { ReleaseError } from '#problem';
import { awsScope } from '../aws-scope.ts';
import type { Gateways } from '../gateways.ts';
import type { JobOptions } from '../job-options.ts';
import { isLoginEnd } from '../login-ended.ts';
import type { MirrorPlan } from '../mirror/mirror-plan.ts';
import { bringParts } from './bring-parts.ts';
import type { PlannedRepository, RepositoryConfiguration, RepositoryPart } from './configuration.ts';
import { neededRepositories } from './needed-repositories.ts';
import { registryOf } from './registry-of.ts';
import type { RepositoryOutcome } from './repository-outcome.ts';

/** What became of the repositories of a plan. */
export interface RepositoriesRun {
  readonly outcomes: readonly RepositoryOutcome[];
  /** Why a repository that images need is not there, by its name. */
  readonly refused: ReadonlyMap<string, ReleaseError>;
}

/**
 * Makes and changes the repositories of a plan, one after the other with a pause between, before anything is copied into them. One that
 * is there by now is no failure. A cancel ends the pause; what is under way for one repository is brought to its end, so that none stays
 * without its policy. Never throws.
 */
export async function runRepositories(
  plan: MirrorPlan,
  gateways: Gateways,
  { emit, signal }: JobOptions,
): Promise<RepositoriesRun> {
  const outcomes: RepositoryOutcome[] = [];
  const refused = new Map<string, ReleaseError>();
  const todo = neededRepositories(plan);
  const { repositoryConfiguration: configuration } = plan;
  if (!configuration || todo.length === 0) return { outcomes, refused };
  emit({ type: 'phase', phase: 'repositories', total: todo.length });
  const context = { target: plan.target, configuration, gateways, emit };
  let ended: ReleaseError | undefined;
  for (const [at, repository] of todo.entries()) {
    if (at > 0 && !ended) await gateways.clock.sleep(configuration.throttleMs, signal).catch(() => undefined);
    if (signal?.aborted) break;
    try {
      // Without a login every other would be refused alike.
      if (ended) throw ended;
      outcomes.push(await bring(repository, context));
    } catch (error) {
      const { outcome, refusal } = failure(repository, ReleaseError.from(error));
      outcomes.push(outcome);
      if (outcome.isMissing) refused.set(repository.name, refusal);
      if (isLoginEnd(error)) ended = error;
    }
  }
  return { outcomes, refused };
}

interface Context {
  readonly target: MirrorPlan['target'];
  readonly configuration: RepositoryConfiguration;
  readonly gateways: Gateways;
  readonly emit: JobOptions['emit'];
}

/** Makes or changes one. @throws what making it throws */
async function bring({ name, action, parts = [] }: PlannedRepository, context: Context): Promise<RepositoryOutcome> {
  const { target, configuration, gateways, emit } = context;
  const { repositories } = gateways.aws;
  const scope = awsScope(target);
  const place = { registryId: registryOf(target), repository: name };
  const bringAll = (wanted: readonly RepositoryPart[]) => bringParts(repositories, scope, place, configuration, wanted);
  if (action === 'update') {
    const trouble = await bringAll(parts);
    return { name, outcome: trouble ? 'failed' : 'updated', ...incomplete(name, trouble) };
  }
  if ((await repositories.create(scope, place, configuration)) === 'created') {
    emit({ type: 'created', repository: name });
    return { name, outcome: 'created', ...incomplete(name, await bringAll(['policy', 'lifecycle'])) };
  }
  // What somebody else has made meanwhile keeps what it has; one that an earlier run was stopped at gets what it lacks.
  const lacking: RepositoryPart[] = [];
  for (const part of ['policy', 'lifecycle'] as const) {
    const isKept =
      configuration[part] === undefined || (await repositories[part](scope, place).catch(() => '')) !== undefined;
    if (!isKept) lacking.push(part);
  }
  const outcome = lacking.length > 0 ? 'updated' : 'left';
  return { name, outcome, ...incomplete(name, await bringAll(lacking)) };
}

function incomplete(name: string, trouble: ReleaseError | undefined): Pick<RepositoryOutcome, 'code' | 'message'> {
  if (!trouble) return {};
  const message = `The repository ${name} is not as the settings say: ${trouble.message}. With repositories.update: true the next run completes it`;
  return { code: trouble.code, message };
}

function failure(
  { name, action }: PlannedRepository,
  error: ReleaseError,
): { readonly outcome: RepositoryOutcome; readonly refusal: ReleaseError } {
  const isMissing = action === 'create';
  const isEnd: boolean = isLoginEnd(error);
  const message = `The repository ${name} could not be ${isMissing ? 'created' : 'changed'}: ${error.message}`;
  return {
    outcome: { name, outcome: 'failed', code: error.code, message, ...(isMissing ? { isMissing } : {}) },
    refusal: isEnd ? error : new ReleaseError(error.code, message, { hint: error.hint ?? createHint, cause: error }),
  };
}

const createHint = 'Create it by hand, or correct repositories in the target; then run the same command again.';
