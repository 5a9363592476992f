import { type Composition, composeGateways } from '#composition';
import {
  errorLogFile,
  findSettings,
  gather,
  hasWrites,
  type MirrorPlan,
  parsePlan,
  parseShard,
  planMirror,
  readSettings,
  runMirror,
  type Shard,
  shardOfPlan,
  unfinishedLog,
  versioned,
} from '#jobs';
import type { HostsMap } from '#platform';
import { exitCodeOfResult, ReleaseError } from '#problem';
import { line, planText, pushQuestion, reportText } from '#text';
import type { Command, Invocation } from '../command.ts';
import { canAsk, confirm, confirmationRequired } from '../confirm.ts';
import type { Console } from '../console.ts';
import { withHosts } from '../hosts.ts';
import { awsOptions, commonOptions, type OptionValues, releaseOptions } from '../options.ts';
import { prepare } from '../prepare.ts';
import type { World } from '../world.ts';

const planFile = { name: 'plan', value: 'PLAN', means: 'run a plan that plan -o saved' } as const;
const yes = { name: 'yes', means: 'push what the plan shows without asking' } as const;
const { concurrency } = commonOptions;

const defaultConcurrency = 32;
const mostConcurrency = 128;

/** Pushes what a plan shows: one made now, or one that was saved. */
export const mirror: Command = {
  name: 'mirror',
  summary: 'push what a plan shows, tags last',
  usage: ['mirror [FILE…] [--yes]', 'mirror --plan PLAN [--yes]'],
  about: [
    'Makes a plan, shows it, asks, and pushes just that: content first, each tag last. A tag that holds something else is never replaced. One image that fails stops no other, and the same command run again continues with what is missing.',
    'Without a terminal --yes is required. A saved plan is refused when a tag, the account or an endpoint has moved since it was made.',
    'With --shard I/N several machines share a release without talking: the files alone say which repositories are whose. Each writes the report and the error log that it is told to write; report merge joins them.',
    'Ctrl-C settles what is under way and reports; a second Ctrl-C stops at once.',
  ],
  options: [
    planFile,
    yes,
    releaseOptions.shard,
    releaseOptions.referrers,
    releaseOptions.newTags,
    concurrency,
    commonOptions.log,
    commonOptions.config,
    commonOptions.target,
    ...awsOptions,
    commonOptions.json,
    commonOptions.events,
  ],
  examples: [
    { does: 'plan, ask, push', line: 'mirror' },
    {
      does: 'run a plan that somebody has looked at, in a pipeline',
      line: 'mirror --plan plan.json --yes --log sync-error.log',
    },
    { does: 'rehearse it first', line: 'mirror --sandbox' },
    {
      does: 'the second of four machines, each with a report and a log of its own',
      line: 'mirror --shard 2/4 --yes --json --log shard-2.log > shard-2.json',
    },
  ],
  async run(invocation, console, world) {
    const atOnce = concurrencyOf(invocation);
    refuseBoth(invocation);
    const shard = shardOf(invocation.options);
    // Known before anything is asked of anyone, and whatever the plan will be: a pipeline without --yes never looks healthy.
    if (!invocation.options.has(yes) && !canAsk(world))
      throw confirmationRequired(invocation.promotion ? 'promote' : 'mirror');
    return withHosts(invocation.options, console, world, async (hosts) => {
      const job = await openJob(invocation, shard, hosts, console, world);
      try {
        return await pushPlan(job, invocation, atOnce, console, world);
      } finally {
        job.close();
      }
    });
  },
};

function refuseBoth({ names, options }: Invocation): void {
  if (!options.has(planFile)) return;
  const hint = 'Write: marketplace-release mirror --plan PLAN';
  if (names.length > 0 || options.has(commonOptions.target)) {
    throw new ReleaseError('usage', '--plan takes neither files nor --target: the plan has them', { hint });
  }
  for (const one of [releaseOptions.referrers, releaseOptions.newTags]) {
    if (!options.has(one)) continue;
    throw new ReleaseError('usage', `--plan takes no --${one.name}: the plan has them, or was made without`, { hint });
  }
}

function shardOf(options: OptionValues): Shard | undefined {
  const part = options.text(releaseOptions.shard);
  return part === undefined ? undefined : parseShard(part);
}

/** A plan, and what it takes to run it. */
interface MirrorJob extends Composition {
  readonly plan: MirrorPlan;
  /** The error log, as the user would name it. */
  readonly log: string | undefined;
}

async function openJob(
  invocation: Invocation,
  shard: Shard | undefined,
  hosts: HostsMap,
  console: Console,
  world: World,
): Promise<MirrorJob> {
  const saved = invocation.options.text(planFile);
  return saved === undefined
    ? openNewPlan(invocation, shard, hosts, console, world)
    : openSavedPlan(saved, invocation, shard, hosts, console, world);
}

async function openNewPlan(
  invocation: Invocation,
  shard: Shard | undefined,
  hosts: HostsMap,
  console: Console,
  world: World,
): Promise<MirrorJob> {
  const { signal } = world;
  const { choice, files, aws, pause } = prepare(invocation, hosts, world, console);
  const gathered = await gather(choice, { files, aws }, signal);
  const { options } = invocation;
  const log = errorLogFile(
    { named: options.text(commonOptions.log), setting: gathered.settings.report.log, folder: gathered.folder },
    [...gathered.inputs, options.text(commonOptions.hosts)],
    files,
  );
  const composition = composeGateways(aws, hosts, gathered, world, pause);
  try {
    const { images, ignored, target, from, repositories, upload, problems: warnings } = gathered;
    const emit = versioned(console.emit);
    // From here on nobody is asked any more: what stops the plan already must not leave the empty log of a run before this one.
    if (log !== undefined && options.has(yes)) await files.write(log, unfinishedLog);
    const plan = await planMirror(
      {
        images,
        ignored,
        target,
        from,
        repositories,
        upload,
        warnings,
        shard,
        newTags: options.has(releaseOptions.newTags),
      },
      composition.gateways,
      { emit, signal },
    );
    return { ...composition, plan, log };
  } catch (error) {
    composition.close();
    throw error;
  }
}

/** The plan says what and where to; the settings are there for the credentials, and may be missing. */
async function openSavedPlan(
  file: string,
  invocation: Invocation,
  shard: Shard | undefined,
  hosts: HostsMap,
  console: Console,
  world: World,
): Promise<MirrorJob> {
  const { options } = invocation;
  const { choice, files, aws, pause } = prepare(invocation, hosts, world, console);
  const saved = parsePlan(await files.read(file));
  const read = shard === undefined ? saved : shardOfPlan(saved, shard);
  const governing = await findSettings(choice, files);
  const settings = governing.file ? readSettings(governing.file, governing.folder) : undefined;
  const { profile, region } = choice;
  const overrides = { ...(profile === undefined ? {} : { profile }), ...(region === undefined ? {} : { region }) };
  const plan = { ...read, target: { ...read.target, ...overrides } };
  const { folder } = governing;
  const log = errorLogFile(
    { named: options.text(commonOptions.log), setting: settings?.report.log, folder },
    [file, governing.file?.file, options.text(commonOptions.hosts)],
    files,
  );
  const composition = composeGateways(
    aws,
    hosts,
    { settings: settings ?? { registries: [] }, folder, target: plan.target, from: plan.promotedFrom },
    world,
    pause,
  );
  return { ...composition, plan, log };
}

async function pushPlan(
  { plan, gateways, log: logName }: MirrorJob,
  { options }: Invocation,
  atOnce: number,
  console: Console,
  world: World,
): Promise<number> {
  const needsConfirmation = hasWrites(plan) && !options.has(yes);
  // With nothing to write the report says all that the plan would.
  const isShown = hasWrites(plan) && (!console.isJson || needsConfirmation);
  if (isShown) console.sayText((width) => [...planText(plan, width), line()]);
  if (needsConfirmation) {
    if (!(await confirm(pushQuestion(plan), console, world))) throw new ReleaseError('cancelled', 'Nothing was pushed');
  }
  console.expect(plan);
  const report = await runMirror(plan, gateways, {
    emit: versioned(console.emit),
    signal: world.signal,
    concurrency: atOnce,
    ...(logName === undefined ? {} : { log: logName }),
  });
  const exitCode = exitCodeOfResult(report);
  const view = { target: plan.target, log: logName, exitCode, brief: console.isInteractive };
  console.result(report, (width) => reportText(report, view, width));
  return exitCode;
}

function concurrencyOf({ options }: Invocation): number {
  const text = options.text(concurrency);
  if (text === undefined) return defaultConcurrency;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= mostConcurrency) return value;
  throw new ReleaseError('usage', `--concurrency is a number from 1 to ${mostConcurrency}, not ${text}`, {
    hint: `Leave it out for ${defaultConcurrency}.`,
  });
}
