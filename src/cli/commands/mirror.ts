import { type Composition, composeGateways } from '#composition';
import {
  errorLogFile,
  findSettings,
  gather,
  type MirrorPlan,
  parsePlan,
  planMirror,
  readSettings,
  runMirror,
  versioned,
} from '#jobs';
import type { HostsMap } from '#platform';
import { exitCodeOfResult, ReleaseError } from '#problem';
import { line, planText, pushQuestion, reportText } from '#text';
import type { Command, Invocation } from '../command.ts';
import { canAsk, confirm, confirmationRequired } from '../confirm.ts';
import type { Console } from '../console.ts';
import { withHosts } from '../hosts.ts';
import { awsOptions, commonOptions } from '../options.ts';
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
    'Ctrl-C settles what is under way and reports; a second Ctrl-C stops at once.',
  ],
  options: [
    planFile,
    yes,
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
  ],
  async run(invocation, console, world) {
    const atOnce = concurrencyOf(invocation);
    refuseBoth(invocation);
    // Known before anything is asked of anyone, and whatever the plan will be: a pipeline without --yes never looks healthy.
    if (!invocation.options.has(yes) && !canAsk(world)) throw confirmationRequired();
    return withHosts(invocation.options, console, world, async (hosts) => {
      const job = await openJob(invocation, hosts, console, world);
      try {
        return await pushPlan(job, invocation, atOnce, console, world);
      } finally {
        job.close();
      }
    });
  },
};

function refuseBoth({ names, options }: Invocation): void {
  if (!options.has(planFile) || (names.length === 0 && !options.has(commonOptions.target))) return;
  throw new ReleaseError('usage', '--plan takes neither files nor --target: the plan has them', {
    hint: 'Write: marketplace-release mirror --plan PLAN',
  });
}

/** A plan, and what it takes to run it. */
interface MirrorJob extends Composition {
  readonly plan: MirrorPlan;
  /** The error log, as the user would name it. */
  readonly log: string | undefined;
}

async function openJob(invocation: Invocation, hosts: HostsMap, console: Console, world: World): Promise<MirrorJob> {
  const saved = invocation.options.text(planFile);
  return saved === undefined
    ? openNewPlan(invocation, hosts, console, world)
    : openSavedPlan(saved, invocation, hosts, world);
}

async function openNewPlan(
  invocation: Invocation,
  hosts: HostsMap,
  console: Console,
  world: World,
): Promise<MirrorJob> {
  const { signal } = world;
  const { choice, files, aws } = prepare(invocation, hosts, world);
  const gathered = await gather(choice, { files, aws }, signal);
  const { options } = invocation;
  const log = errorLogFile(
    { named: options.text(commonOptions.log), setting: gathered.settings.report.log, folder: gathered.folder },
    [...gathered.inputs, options.text(commonOptions.hosts)],
    files,
  );
  const composition = composeGateways(aws, hosts, gathered, world);
  try {
    const { images, ignored, target, problems: warnings } = gathered;
    const emit = versioned(console.emit);
    const plan = await planMirror({ images, ignored, target, warnings }, composition.gateways, { emit, signal });
    return { ...composition, plan, log };
  } catch (error) {
    composition.close();
    throw error;
  }
}

/** The plan says what and where to; the settings are there for the credentials, and may be missing. */
async function openSavedPlan(file: string, invocation: Invocation, hosts: HostsMap, world: World): Promise<MirrorJob> {
  const { options } = invocation;
  const { choice, files, aws } = prepare(invocation, hosts, world);
  const read = parsePlan(await files.read(file));
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
    { settings: settings ?? { registries: [] }, folder, target: plan.target },
    world,
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
  const needsConfirmation = plan.summary.copy > 0 && !options.has(yes);
  // With nothing to copy the report says all that the plan would.
  const isShown = plan.summary.copy > 0 && (!console.isJson || needsConfirmation);
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
