import { composeGateways } from '#composition';
import {
  gather,
  parseDepth,
  planMirror,
  planProblems,
  refuseOverwriting,
  refuseReplacingOther,
  versioned,
} from '#jobs';
import { NodeFiles } from '#platform';
import { exitCodeOfResult } from '#problem';
import { jsonText, planEnding, planText } from '#text';
import type { Command } from '../command.ts';
import { withHosts } from '../hosts.ts';
import { awsOptions, commonOptions, type OptionValues, problemOptions, releaseOptions } from '../options.ts';
import { prepare } from '../prepare.ts';
import { printResult } from '../print-result.ts';
import { jobFormat } from '../problem-format.ts';
import { shardOf } from '../shard-of.ts';

/** Where a plan is kept. */
export const output = { name: 'output', short: 'o', value: 'PLAN', means: 'save the plan, for mirror --plan' } as const;

/** What would be pushed, and nothing else. */
export const plan: Command = {
  name: 'plan',
  summary: 'show what a mirror would push; writes nothing',
  usage: ['plan [FILE…] [-o PLAN] [--format FORMAT]'],
  about: [
    'Reads release files and image lists, asks every source and the target, and shows image by image what a mirror would do: copy, leave what is present, or refuse a tag that holds something else.',
    'What the rules can tell from manifests and configs is told with it. --depth layers reads every layer too, each once, and finds secrets in files, users by name and systems without updates; it takes as long as pulling the images.',
    'FILE is a release file, an image list, a folder or a pattern; without any, all files of the release below marketplace.yaml count. A named list brings its release along, a named release its lists.',
  ],
  options: [
    output,
    releaseOptions.shard,
    releaseOptions.referrers,
    releaseOptions.newTags,
    releaseOptions.depth,
    releaseOptions.findings,
    problemOptions.format,
    commonOptions.config,
    commonOptions.target,
    ...awsOptions,
    commonOptions.json,
    commonOptions.events,
  ],
  examples: [
    { does: 'the release of this folder', line: 'plan' },
    { does: 'one list of it, saved to be looked at and run later', line: 'plan 8.3.4_images.txt -o plan.json' },
    { does: 'with a look into every layer', line: 'plan --depth layers' },
    { does: 'held against what Trivy or Grype has found', line: 'plan --findings "scans/*.json"' },
    { does: 'as annotations on a pull request', line: 'plan --format github' },
    { does: 'how many images are to be copied, for a script', line: 'plan --json | jq .summary.copy' },
  ],
  async run(invocation, console, world) {
    const { options } = invocation;
    const format = jobFormat(options);
    const shard = shardOf(options);
    const depth = parseDepth(options.text(releaseOptions.depth));
    return withHosts(options, console, world, async (hosts) => {
      const { signal } = world;
      const emit = versioned(console.emit);
      const { choice, files, aws, pause } = prepare(invocation, hosts, world, console);
      const gathered = await gather(choice, { files, aws }, signal);
      const saved = options.text(output);
      if (saved !== undefined) {
        refuseOverwriting('-o', saved, [...gathered.inputs, options.text(commonOptions.hosts)], files);
        await refuseReplacingOther(saved, files);
      }
      const { gateways, close } = composeGateways(aws, hosts, gathered, world, pause);
      try {
        const { images, ignored, target, from, repositories, upload, problems: warnings } = gathered;
        const trust = { ...gathered.trust, depth };
        const newTags = options.has(releaseOptions.newTags);
        const made = await planMirror(
          { images, ignored, target, from, repositories, trust, upload, warnings, shard, newTags },
          gateways,
          { emit, signal },
        );
        if (saved !== undefined) await new NodeFiles(world.directory).write(saved, `${jsonText(made, 2)}\n`);
        const again = optionsAgain(options, gathered.settingsFile);
        const text = (width: number) => [...planText(made, width), ...planEnding(saved, again, width)];
        printResult(
          { document: made, text, problems: () => planProblems(made.items, warnings) },
          format,
          console,
          world,
        );
        return exitCodeOfResult(made);
      } finally {
        close();
      }
    });
  },
};

/** The options that a run of the saved plan needs too, because the plan names hosts as they are known to everybody. */
function optionsAgain(options: OptionValues, settingsFile: string): string {
  const hosts = options.text(commonOptions.hosts);
  const isFoundAgain = /^(?:\.\.\/)*marketplace\.yaml$/.test(settingsFile);
  return [
    ...(isFoundAgain ? [] : [` --config ${quoted(settingsFile)}`]),
    ...(hosts === undefined ? [] : [` --hosts ${quoted(hosts)}`]),
    ...(options.has(commonOptions.sandbox) ? [' --sandbox'] : []),
  ].join('');
}

function quoted(file: string): string {
  return /\s/.test(file) ? `"${file}"` : file;
}
