import { composeGateways } from '#composition';
import { beginErrorLog, errorLogFile, gather, parseDepth, reportProblems, verifyRelease, versioned } from '#jobs';
import { NodeFiles } from '#platform';
import { exitCodeOfResult } from '#problem';
import { reportText } from '#text';
import type { Command, Invocation } from '../command.ts';
import { withHosts } from '../hosts.ts';
import { awsOptions, commonOptions, problemOptions, releaseOptions } from '../options.ts';
import { prepare } from '../prepare.ts';
import { printResult } from '../print-result.ts';
import { jobFormat } from '../problem-format.ts';
import { shardOf } from '../shard-of.ts';
import type { World } from '../world.ts';

/** What the target has, held against the release files. */
export const verify: Command = {
  name: 'verify',
  summary: 'hold the target against the release files; writes nothing',
  usage: ['verify [FILE…] [--depth DEPTH] [--format FORMAT]'],
  about: [
    'Looks at each image that the release files ask for: whether the target has its tag, whether that holds what belongs there and all of its content, who attested it, and what the rules say of it. What is at the target is read, because that is what buyers get; a source is asked only for what cannot be told without it.',
    'Manifests and configs are read, and each layer is asked for. --depth layers reads every layer too.',
    'FILE is a release file, an image list, a folder or a pattern; without any, all files of the release below marketplace.yaml count. With --shard I/N several machines share the work; report merge joins what they print with --json.',
  ],
  options: [
    releaseOptions.depth,
    releaseOptions.findings,
    releaseOptions.shard,
    { ...releaseOptions.newTags, means: 'images whose tag is taken may be under a new one: 8.3.4-1' },
    { ...releaseOptions.referrers, means: 'look for what refers to the images too: signatures, attestations, SBOMs' },
    problemOptions.format,
    { ...commonOptions.log, means: 'error log; empty if all is well' },
    commonOptions.config,
    commonOptions.target,
    ...awsOptions,
    commonOptions.json,
    commonOptions.events,
  ],
  examples: [
    { does: 'the release of this folder', line: 'verify' },
    {
      does: 'one release at one of several targets, every layer too',
      line: 'verify "8.3.4_*" --target marketplace --depth layers',
    },
    { does: 'for code scanning', line: 'verify --format sarif > verify.sarif' },
  ],
  async run(invocation, console, world) {
    const { options } = invocation;
    const format = jobFormat(options);
    const shard = shardOf(options);
    const depth = parseDepth(options.text(releaseOptions.depth));
    const log = await begunLog(invocation, world);
    return withHosts(options, console, world, async (hosts) => {
      const { choice, files, aws, pause } = prepare(invocation, hosts, world, console);
      const { signal } = world;
      const gathered = await gather(choice, { files, aws }, signal);
      logBeside(gathered.inputs, invocation, world);
      const { gateways, close } = composeGateways(aws, hosts, gathered, world, pause);
      try {
        const { images, ignored, target, problems: warnings } = gathered;
        const trust = { ...gathered.trust, depth };
        const emit = versioned(console.emit);
        const newTags = options.has(releaseOptions.newTags);
        const input = { images, ignored, target, trust, warnings, shard, newTags };
        const report = await verifyRelease(input, gateways, { emit, signal, log });
        const exitCode = exitCodeOfResult(report);
        const view = { target: report.target, log, exitCode, brief: false };
        const text = (width: number) => reportText(report, view, width);
        printResult({ document: report, text, problems: () => reportProblems(report) }, format, console, world);
        return exitCode;
      } finally {
        close();
      }
    });
  },
};

/** The error log that is asked for: it says from here on that the run is unfinished, whatever stops it. */
async function begunLog(invocation: Invocation, world: World): Promise<string | undefined> {
  const log = logBeside([...invocation.names, invocation.options.text(commonOptions.config)], invocation, world);
  if (log !== undefined) await beginErrorLog(log, new NodeFiles(world.directory));
  return log;
}

/** @throws ReleaseError `usage` when the log is one of the inputs */
function logBeside(inputs: readonly (string | undefined)[], { options }: Invocation, { directory }: World) {
  const named = options.text(commonOptions.log);
  const all = [...inputs, options.text(commonOptions.hosts)];
  return errorLogFile({ named, folder: directory }, all, new NodeFiles(directory));
}
