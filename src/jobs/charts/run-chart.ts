import { type Code, ReleaseError } from '#problem';
import { type Reference, shortDigest } from '#reference';
import { movedEndpoints } from '../endpoints.ts';
import type { Gateways } from '../gateways.ts';
import { refuseMixedWorlds } from '../guards.ts';
import type { JobOptions } from '../job-options.ts';
import { isLoginEnd } from '../login-ended.ts';
import { movedAccount, refuseMoved } from '../mirror/recheck.ts';
import { movedRepository } from '../repositories/moved-repository.ts';
import { neededRepositories } from '../repositories/needed-repositories.ts';
import { incompleteRepositories } from '../repositories/repository-outcome.ts';
import { type RepositoriesRun, runRepositories } from '../repositories/run-repositories.ts';
import { Sessions } from '../sessions.ts';
import { stopOnLoginEnd } from '../stop-on-login-end.ts';
import { type ChartPlan, chartHasWrites, pushedItems, requireWholePlan } from './chart-plan.ts';
import type { ChartReport } from './chart-report.ts';
import type { GatheredChart } from './gather/gather-chart.ts';
import { imageWarnings } from './plan/image-warnings.ts';
import { type MadeChart, madeChart } from './plan/made-chart.ts';
import { plannedOutput } from './plan/planned-output.ts';
import { chartReference } from './push/chart-reference.ts';
import { planPush } from './push/plan-push.ts';
import { pushChart } from './push/push-chart.ts';
import { readGathered } from './read-gathered.ts';

type Output = NonNullable<ChartReport['output']>;
type Push = NonNullable<ChartReport['push']>;

/** What a run works with. */
interface Run {
  readonly plan: ChartPlan;
  readonly made: MadeChart;
  readonly reference: Reference;
  readonly sessions: Sessions;
  readonly gateways: Gateways;
  readonly options: JobOptions & { readonly signal: AbortSignal };
}

/**
 * Does what the plan of a chart says, if the world is still the one it was made for: makes the chart again, which gives the same bytes,
 * writes the file, and pushes: content first, the tag last. What is there already is left alone.
 * @param gathered what the plan was made from, gathered again or kept
 * @throws ReleaseError `chart-not-ready`, `plan-stale`, `plan-unreadable`, `sandbox-guard`, what opening, reading and injecting throws, AWS
 *   login trouble: nothing was written then
 */
export async function runChart(
  plan: ChartPlan,
  gathered: GatheredChart,
  around: Gateways,
  { emit, signal: cancel }: JobOptions,
): Promise<ChartReport> {
  requireWholePlan(plan);
  requireReady(plan);
  const { gateways, signal } = stopOnLoginEnd(around, plan.target, cancel);
  const options = { emit, signal };
  const startedAt = new Date(gateways.clock.now()).toISOString();
  await refuseMixedWorlds(plan.target, gateways);
  emit({ type: 'phase', phase: 'recheck', total: 1 });
  const account = await movedAccount(plan, gateways, signal);
  refuseMoved(plan, account.length > 0 ? account : await movedEndpoints(plan, gateways));
  const opened = await readGathered(gathered, gateways, options);
  const rewrites = new Map(plan.rewrites.map(({ from, to }) => [from, to]));
  const made = await madeChart(opened, rewrites, gathered, signal);
  const sessions = new Sessions(gateways, emit);
  const { metadata } = made.injected;
  const reference = chartReference(metadata, gathered.publish.path, plan.target);
  refuseMoved(plan, movedChart(plan, made, opened.digest, reference));
  for (const one of neededRepositories({ ...plan, items: pushedItems(plan) }))
    refuseMoved(plan, await movedRepository(one, plan, gateways, signal));
  const run: Run = { plan, made, reference, sessions, gateways, options };
  emit({ type: 'phase', phase: 'copy', total: chartHasWrites(plan) ? 1 : 0 });
  const output = await written(run);
  const { outcomes: repositories, refused } = await broughtRepositories(run, output);
  const push = await pushed(run, output, refused.get(reference.repository));
  const incomplete = incompleteRepositories(repositories);
  const outcomes = [output?.outcome, push?.outcome];
  return {
    schemaVersion: 1,
    job: 'chart',
    planId: plan.planId,
    target: plan.target,
    startedAt,
    finishedAt: new Date(gateways.clock.now()).toISOString(),
    ok:
      outcomes.every((outcome) => outcome !== 'failed' && outcome !== 'conflict' && outcome !== 'cancelled') &&
      incomplete.length === 0,
    cancelled: [output, push, ...repositories].some((part) => part?.code === 'cancelled'),
    chart: { name: metadata.name, version: metadata.version },
    archive: made.archive,
    ...(output ? { output } : {}),
    ...(push ? { push } : {}),
    ...(repositories.length === 0 ? {} : { repositories: [...repositories] }),
    warnings: [...incomplete, ...imageWarnings(plan.images)],
  };
}

function requireReady({ ok, problems, images, push }: ChartPlan): void {
  if (ok) return;
  const errors = problems.filter(({ severity }) => severity === 'error');
  const bad = images.filter(({ state }) => state === 'taken' || state === 'refused');
  const details = [
    ...errors.map(({ rule, message }) => `${rule}: ${message}`),
    ...bad.map(({ source, target, state, message }) => `${source ?? target}: ${message ?? state}`),
    ...(push?.message === undefined ? [] : [`${push.reference}: ${push.message}`]),
  ];
  // A tag that holds another chart is the outcome that people look for.
  const code = errors.length + bad.length === 0 && push?.code ? push.code : 'chart-not-ready';
  throw new ReleaseError(code, 'The chart was neither written nor pushed: something stands in its way', {
    details,
    ...(push?.hint !== undefined && code === push.code ? { hint: push.hint } : {}),
  });
}

/** How the chart that would be written differs from the plan's. */
function movedChart(
  plan: ChartPlan,
  { archive }: MadeChart,
  sourceDigest: string | undefined,
  reference: Reference,
): string[] {
  const was = plan.chart.digest;
  const { repository, tag } = reference;
  const isElsewhere = plan.push !== undefined && !plan.push.reference.endsWith(`/${repository}:${tag}`);
  return [
    ...(was === undefined || was === sourceDigest
      ? []
      : [`chart ${plan.chart.source}: was ${shortDigest(was)}, is ${shortDigest(sourceDigest ?? 'gone')}`]),
    ...(plan.archive.digest === archive.digest
      ? []
      : [`packed chart: was ${shortDigest(plan.archive.digest)}, is ${shortDigest(archive.digest)}`]),
    ...(isElsewhere ? [`target: was ${plan.push?.reference}, is ${repository}:${tag}`] : []),
  ];
}

/** Writes the file, whole or not at all. Its failure is its outcome. */
async function written({ plan, made, gateways, options }: Run): Promise<Output | undefined> {
  if (!plan.output) return undefined;
  const { file } = plan.output;
  const { metadata } = made.injected;
  const { signal } = options;
  try {
    signal.throwIfAborted();
    const now = await plannedOutput(file, { name: metadata.name, digest: made.archive.digest }, gateways.files, signal);
    if (now.state === 'present') return { file, outcome: 'present' };
    await gateways.files.writeBytes(file, made.open());
    return { file, outcome: 'written' };
  } catch (error) {
    return { file, ...troubleOf(error, signal) };
  }
}

/** Makes and changes the chart's repository as a mirror does; not for a chart that is not pushed after all. Its failure is its outcome. */
async function broughtRepositories(
  { plan, gateways, options }: Run,
  output: Output | undefined,
): Promise<RepositoriesRun> {
  if (output?.outcome === 'failed' || output?.outcome === 'cancelled') return { outcomes: [], refused: new Map() };
  return runRepositories({ ...plan, items: pushedItems(plan) }, gateways, options);
}

/** Pushes, and reads the tag again. Its failure is its outcome. */
async function pushed(
  run: Run,
  output: Output | undefined,
  refusal: ReleaseError | undefined,
): Promise<Push | undefined> {
  const { plan, made, reference, sessions, gateways, options } = run;
  if (!plan.push) return undefined;
  const item = plan.push.reference;
  const { signal, emit } = options;
  const known = { reference: item, bytes: 0 };
  if (output?.outcome === 'failed') {
    const message = 'It was not pushed, because the file could not be written';
    return { ...known, outcome: 'failed', code: output.code ?? 'file-not-writable', message };
  }
  emit({ type: 'item-started', item, source: plan.chart.source });
  const outcome = await (async (): Promise<Push> => {
    try {
      signal.throwIfAborted();
      if (refusal) throw refusal;
      const { target } = plan;
      const packed = { artifact: made.artifact, digest: made.archive.digest };
      const now = await planPush(packed, reference, { target, sessions, gateways, signal });
      const { state, digest, code, message, hint } = now;
      const trouble = {
        ...(digest === undefined ? {} : { digest }),
        ...(code === undefined ? {} : { code }),
        ...(message === undefined ? {} : { message }),
        ...(hint === undefined ? {} : { hint }),
      };
      if (state === 'present') return { ...known, ...trouble, outcome: 'present' };
      if (state !== 'absent') return { ...known, ...trouble, outcome: state };
      const archive = { ...made.archive, open: made.open };
      const sent = await pushChart({ artifact: made.artifact, archive }, reference, sessions, options);
      const done: Push = { ...known, outcome: sent.outcome, digest: made.artifact.manifest.digest, bytes: sent.bytes };
      emit({ type: 'phase', phase: 'close', total: 1 });
      return await confirmed(done, reference, sessions, options);
    } catch (error) {
      return { ...known, ...troubleOf(error, signal) };
    }
  })();
  const { code, message, bytes } = outcome;
  emit({
    type: 'item-finished',
    item,
    outcome: outcome.outcome === 'pushed' ? 'copied' : outcome.outcome,
    ...(code === undefined ? {} : { code }),
    ...(message === undefined ? {} : { message }),
    bytes,
  });
  return outcome;
}

/** Reads the tag again: the report says what is there, not what should be. */
async function confirmed(
  done: Push,
  reference: Reference,
  sessions: Sessions,
  { emit, signal }: JobOptions,
): Promise<Push> {
  try {
    // A registry of several machines may not know everywhere yet what it has acknowledged.
    const first = await sessions.holds(reference, signal);
    const held = first === done.digest ? first : await sessions.holds(reference, signal);
    if (held === done.digest) return done;
    const { digest: _, ...rest } = done;
    const message = `After the run the tag holds ${held === undefined ? 'nothing' : shortDigest(held)}, not ${done.digest}`;
    const holds = held === undefined ? {} : { digest: held };
    return { ...rest, ...holds, outcome: 'failed', code: 'verification-failed', message };
  } catch (error) {
    if (signal?.aborted) return done;
    const { message } = ReleaseError.from(error);
    const words = `The tag could not be read again: ${message}`;
    emit({ type: 'warning', code: 'verification-failed', message: words, item: done.reference });
    return done;
  }
}

interface Trouble {
  readonly outcome: 'failed' | 'cancelled';
  readonly code: Code;
  readonly message: string;
  readonly hint?: string;
}

function troubleOf(error: unknown, signal: AbortSignal): Trouble & { outcome: 'failed' | 'cancelled' } {
  const isStopped = signal.aborted && (error === signal.reason || isLoginEnd(error));
  const { code, message, hint } = ReleaseError.from(isStopped ? signal.reason : error);
  const isCancel = isStopped && !isLoginEnd(signal.reason);
  const advice = isCancel ? 'Run the same command again: it continues with what is missing.' : hint;
  return {
    outcome: isStopped ? 'cancelled' : 'failed',
    code,
    message: isCancel ? 'The job was cancelled before this was done' : message,
    ...(advice === undefined ? {} : { hint: advice }),
  };
}
