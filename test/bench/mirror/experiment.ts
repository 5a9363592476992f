import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Behaviour, Counts } from './fast-registry.ts';
import type { ImageSet } from './image-set.ts';
import { type Measured, measuredRun } from './measured-run.ts';
import type { RegistryHandle } from './registry-handle.ts';
import { newFolder, prefix, type Task, type Tool } from './tools.ts';

/** Programs that copy one set under one condition, by turns. */
export interface Experiment {
  /** What it is asked for by, on the command line. */
  readonly name: string;
  readonly title: string;
  /** What the page says of it. */
  readonly about: string;
  readonly set: () => ImageSet;
  readonly source: Behaviour;
  readonly target: Behaviour;
  /** How often each program runs, by the beginning of its name; who is not named does not run. */
  readonly rounds: Readonly<Record<string, number>>;
  /** Whether each run is made a second time, with nothing left to do. */
  readonly again?: boolean;
  /** Whether the target goes by a name of Amazon ECR; only ours runs then. */
  readonly ecr?: boolean;
}

/** One run, with what came in at the target. */
export interface Run extends Measured, Counts {}

export interface Result {
  readonly tool: Tool;
  readonly runs: readonly Run[];
  /** The runs with nothing to do. */
  readonly again: readonly Run[];
}

const ecrHost = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';

/**
 * Runs an experiment; every run has a new and empty target, and has to leave every tag there with the digest of the source.
 * @param say told a line for each run
 * @throws Error when a program fails, or leaves something else behind
 */
export async function runExperiment(
  experiment: Experiment,
  tools: readonly Tool[],
  registries: { readonly source: RegistryHandle; readonly target: RegistryHandle },
  say: (line: string) => void,
): Promise<Result[]> {
  const set = experiment.set();
  const { source, target } = registries;
  await source.open(set.images, experiment.source);
  const entrants = tools.flatMap((tool) => {
    const [, rounds] = Object.entries(experiment.rounds).find(([name]) => tool.name.startsWith(name)) ?? [];
    return rounds === undefined ? [] : [{ tool, rounds, runs: [] as Run[], again: [] as Run[] }];
  });
  const most = Math.max(...entrants.map(({ rounds }) => rounds));
  for (let round = 0; round < most; round++) {
    for (const { tool, rounds, runs, again } of entrants) {
      if (round >= rounds) continue;
      const parent = mkdtempSync(path.join(tmpdir(), 'bench-'));
      try {
        await target.open([], experiment.target);
        const task = { set, source: source.host, target: target.host, ...(experiment.ecr ? { ecrHost } : {}) };
        const run = async (which: string) => {
          const done = await oneRun(tool, { ...task, folder: newFolder(parent, which) }, target);
          say(`${experiment.name}  ${which.padEnd(6)} ${tool.name.padEnd(20)} ${inWords(done)}`);
          return done;
        };
        runs.push(await run('fresh'));
        if (experiment.again) again.push(await run('again'));
      } finally {
        rmSync(parent, { recursive: true, force: true });
      }
    }
  }
  return entrants;
}

async function oneRun(tool: Tool, task: Task, target: RegistryHandle): Promise<Run> {
  const command = tool.command(task);
  const before = (await target.state()).counts;
  const measured = await measuredRun(command);
  const { counts, tags } = await target.state();
  if (measured.status !== 0) throw new Error(`${tool.name} ended with ${measured.status}:\n${measured.output}`);
  for (const { repository, tag, digest } of task.set.images) {
    const held = tags.get(`${prefix}/${repository}:${tag}`);
    if (held !== digest)
      throw new Error(`${tool.name} left ${held ?? 'nothing'} as ${repository}:${tag}, not ${digest}`);
  }
  const since = (of: keyof Counts) => counts[of] - before[of];
  return {
    ...measured,
    requests: since('requests'),
    uploads: since('uploads'),
    uploadedBytes: since('uploadedBytes'),
    mounts: since('mounts'),
    refused: since('refused'),
    connections: since('connections'),
  };
}

function inWords({ seconds, cpuSeconds, peakBytes, uploadedBytes, requests, refused }: Run): string {
  const figures = [
    `${seconds.toFixed(2)} s`,
    `${cpuSeconds.toFixed(2)} cpu-s`,
    `${(peakBytes / 1e6).toFixed(0)} MB of memory`,
    `${(uploadedBytes / 1e6).toFixed(0)} MB up`,
    `${requests} requests`,
    ...(refused > 0 ? [`${refused} refused`] : []),
  ];
  return figures.join(', ');
}
