import { parseDepth } from '#jobs';
import { ReleaseError } from '#problem';
import type { Command, Invocation } from '../command.ts';
import { canAsk, confirmationRequired } from '../confirm.ts';
import { withHosts } from '../hosts.ts';
import { beginNamedLog, openJob } from '../open-job.ts';
import { awsOptions, commonOptions, mirrorOptions, releaseOptions } from '../options.ts';
import { pushPlan } from '../push-plan.ts';
import { shardOf } from '../shard-of.ts';

const { plan: planFile, yes } = mirrorOptions;
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
    'Without a terminal --yes is required. A saved plan is refused when a tag, a repository that it changes, the account or an endpoint has moved since it was made.',
    'With --shard I/N several machines share a release without talking: the files alone say which repositories are whose. Each writes the report and the error log that it is told to write; report merge joins them.',
    'Ctrl-C settles what is under way and reports; a second Ctrl-C stops at once.',
  ],
  options: [
    planFile,
    yes,
    releaseOptions.shard,
    releaseOptions.referrers,
    releaseOptions.newTags,
    releaseOptions.depth,
    releaseOptions.findings,
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
    const depth = parseDepth(invocation.options.text(releaseOptions.depth));
    // Known before anything is asked of anyone, and whatever the plan will be: a pipeline without --yes never looks healthy.
    if (!invocation.options.has(yes) && !canAsk(world))
      throw confirmationRequired(invocation.promotion ? 'promote' : 'mirror');
    await beginNamedLog(invocation, world);
    return withHosts(invocation.options, console, world, async (hosts) => {
      const job = await openJob({ invocation, shard, depth, hosts, console, world });
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
  for (const one of [releaseOptions.referrers, releaseOptions.newTags, releaseOptions.depth, releaseOptions.findings]) {
    if (!options.has(one)) continue;
    throw new ReleaseError('usage', `--plan takes no --${one.name}: the plan has them, or was made without`, { hint });
  }
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
