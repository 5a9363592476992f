import { ReleaseError } from '#problem';
import { untilAborted } from '#registry';
import { awsScope } from '../aws-scope.ts';
import type { Gateways } from '../gateways.ts';
import type { JobOptions } from '../job-options.ts';
import { isLoginEnd } from '../login-ended.ts';
import type { MirrorPlan } from '../mirror/mirror-plan.ts';
import { bringParts } from './bring-parts.ts';
import { compareConfiguration } from './compare-configuration.ts';
import type { PlannedRepository, RepositoryConfiguration, RepositoryPart } from './configuration.ts';
import { neededRepositories } from './needed-repositories.ts';
import { patienceAfter } from './patience-after.ts';
import { readConfiguration } from './read-configuration.ts';
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
 * without its policy, unless AWS does not answer in time. Never throws.
 */
export async function runRepositories(
  plan: Pick<MirrorPlan, 'target' | 'repositories' | 'repositoryConfiguration'> &
    Parameters<typeof neededRepositories>[0],
  gateways: Gateways,
  { emit, signal }: JobOptions,
): Promise<RepositoriesRun> {
  const outcomes: RepositoryOutcome[] = [];
  const refused = new Map<string, ReleaseError>();
  const todo = neededRepositories(plan);
  const { repositoryConfiguration: configuration } = plan;
  if (!configuration || todo.length === 0) return { outcomes, refused };
  emit({ type: 'phase', phase: 'repositories', total: todo.length });
  const patience = patienceAfter(signal);
  const context = { target: plan.target, configuration, gateways, emit, signal: patience.signal };
  let ended: ReleaseError | undefined;
  for (const [at, repository] of todo.entries()) {
    if (at > 0 && !ended) await gateways.clock.sleep(configuration.throttleMs, signal).catch(() => undefined);
    if (signal?.aborted) {
      // The images that go to one that was not made tell it.
      if (repository.action === 'update') outcomes.push(undone(repository, signal.reason));
      continue;
    }
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
  patience.end();
  return { outcomes, refused };
}

interface Context {
  readonly target: MirrorPlan['target'];
  readonly configuration: RepositoryConfiguration;
  readonly gateways: Gateways;
  readonly emit: JobOptions['emit'];
  /** Ends the wait for calls that a cancel came in between. */
  readonly signal: AbortSignal;
}

/** Makes or changes one. @throws what making it throws */
async function bring({ name, action, parts = [] }: PlannedRepository, context: Context): Promise<RepositoryOutcome> {
  const { target, configuration, gateways, emit, signal } = context;
  const { repositories } = gateways.aws;
  const scope = awsScope(target);
  const place = { registryId: registryOf(target), repository: name };
  const bringAll = (wanted: readonly RepositoryPart[]) =>
    bringParts(repositories, scope, place, configuration, wanted, signal);
  if (action === 'update') {
    const trouble = await bringAll(parts);
    return { name, outcome: trouble ? 'failed' : 'updated', ...incomplete(name, trouble) };
  }
  if ((await untilAborted(repositories.create(scope, place, configuration, signal), signal)) === 'created') {
    emit({ type: 'created', repository: name });
    return { name, outcome: 'created', ...incomplete(name, await bringAll(['policy', 'lifecycle'])) };
  }
  // What somebody else has made meanwhile keeps what it has; one that an earlier run was stopped at gets what it lacks.
  const { held, unread } = await readConfiguration(name, configuration, { target, gateways, signal });
  const differing = compareConfiguration(configuration, held).map(({ part }) => part);
  const lacking = (['policy', 'lifecycle'] as const).filter(
    (part) => differing.includes(part) && held[part]?.text === undefined,
  );
  const trouble = (await bringAll(lacking)) ?? unread[0]?.error;
  return { name, outcome: lacking.length > 0 ? 'updated' : 'left', ...incomplete(name, trouble) };
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
  const verb = action === 'create' ? 'created' : 'changed';
  if (error.code === 'cancelled') {
    const message = `Whether the repository ${name} was ${verb} is not known: ${error.message}`;
    return { outcome: { name, outcome: 'failed', code: error.code, message }, refusal: error };
  }
  const isMissing = action === 'create';
  const isEnd: boolean = isLoginEnd(error);
  const message = `The repository ${name} could not be ${verb}: ${error.message}`;
  return {
    outcome: { name, outcome: 'failed', code: error.code, message, ...(isMissing ? { isMissing } : {}) },
    refusal: isEnd ? error : new ReleaseError(error.code, message, { hint: error.hint ?? createHint, cause: error }),
  };
}

/** @param reason why the job stopped: somebody wanted it, or a login has ended */
function undone({ name }: PlannedRepository, reason: unknown): RepositoryOutcome {
  const code = isLoginEnd(reason) ? reason.code : 'cancelled';
  const message = `The repository ${name} was not changed: the job was stopped before`;
  return { name, outcome: 'failed', code, message };
}

const createHint = 'Create it by hand, or correct repositories in the target; then run the same command again.';
