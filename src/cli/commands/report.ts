import { errorLog, type Merged, mergeInput, mergeReports, namedFiles, refuseOverwriting, reportProblems } from '#jobs';
import { NodeFiles } from '#platform';
import { exitCodeOfResult, ReleaseError } from '#problem';
import { reportText } from '#text';
import type { Command } from '../command.ts';
import { commonOptions, problemOptions } from '../options.ts';
import { printResult } from '../print-result.ts';
import { problemFormat } from '../problem-format.ts';

/** Makes one report of those of several machines. */
export const report: Command = {
  name: 'report',
  summary: 'merge the reports of machines that shared a release',
  usage: ['report merge FILE… [--log FILE] [--format FORMAT]'],
  about: [
    'Joins the reports that mirror or verify printed with --shard I/N --json on several machines into one of the same form, and fails when an image failed, when a shard is missing, or when one of the files says that its run never came to its end.',
    'FILE is such a report or the error log beside it; patterns are expanded. Reports of different jobs or releases, or two of the same shard, are refused.',
  ],
  options: [
    { ...commonOptions.log, means: 'error log of all shards; empty if all went well' },
    problemOptions.format,
    commonOptions.json,
  ],
  examples: [
    {
      does: 'four shards of a pipeline, and the log for its last stage',
      line: 'report merge "shard-*.json" --log sync-error.log',
    },
    { does: 'with their logs: a shard that was killed left no report', line: 'report merge "out/*"' },
  ],
  async run({ names, options }, console, world) {
    const [action, ...named] = names;
    if (action !== 'merge' || named.length === 0) {
      throw new ReleaseError('usage', 'report merge wants the reports to merge', {
        hint: 'For example: marketplace-release report merge "shard-*.json"',
      });
    }
    const format = problemFormat(options);
    const files = new NodeFiles(world.directory);
    const inputs = await namedFiles(named, files);
    const log = options.text(commonOptions.log);
    if (log !== undefined) refuseOverwriting('The error log', log, inputs, files);
    const read = async (file: string) => mergeInput(file, await files.read(file));
    const write = async (text: string) => (log === undefined ? undefined : files.write(log, text));
    let merged: Merged;
    try {
      merged = mergeReports(await Promise.all(inputs.map(read)));
    } catch (error) {
      // Whoever looks at the log alone must not find that of an earlier release, or none.
      await write(errorLog([], [ReleaseError.from(error).message]));
      throw error;
    }
    const { report: document, failures } = merged;
    await write(errorLog(document.items, failures, document.job === 'verify' ? 'verified' : 'released'));
    // A run that was cancelled did not end well; merging did not get cancelled by that.
    const exitCode = exitCodeOfResult({ ok: document.ok });
    const view = { target: document.target, log, exitCode, brief: false };
    const text = (width: number) => reportText(document, view, width);
    printResult({ document, text, problems: () => reportProblems(document) }, format, console, world);
    return exitCode;
  },
};
