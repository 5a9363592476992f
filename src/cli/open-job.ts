import { type Composition, composeGateways } from '#composition';
import {
  beginErrorLog,
  type Depth,
  errorLogFile,
  gather,
  type MirrorPlan,
  openSettings,
  parsePlan,
  planMirror,
  type Shard,
  shardOfPlan,
  versioned,
} from '#jobs';
import { type HostsMap, NodeFiles } from '#platform';
import type { Invocation } from './command.ts';
import type { Console } from './console.ts';
import { commonOptions, mirrorOptions, releaseOptions } from './options.ts';
import { type Prepared, prepare } from './prepare.ts';
import type { World } from './world.ts';

/** A plan, and what it takes to run it. */
export interface MirrorJob extends Composition {
  readonly plan: MirrorPlan;
  /** When its making began, in ms of the gateways' clock; absent for one that was saved. */
  readonly plannedSince?: number;
  /** The error log, as the user would name it. */
  readonly log: string | undefined;
}

/** Who asks for a job, and where. */
interface Call {
  readonly invocation: Invocation;
  readonly shard: Shard | undefined;
  readonly depth: Depth;
  readonly hosts: HostsMap;
  readonly console: Console;
  readonly world: World;
}

/**
 * Says in the log that the command line names that the run is unfinished; nothing has been read yet.
 * @throws ReleaseError `usage` when it is known already to be a file that the run reads; `file-not-writable`
 */
export async function beginNamedLog({ names, options }: Invocation, { directory }: World): Promise<void> {
  const named = options.text(commonOptions.log);
  if (named === undefined || !options.has(mirrorOptions.yes)) return;
  const files = new NodeFiles(directory);
  const { plan } = mirrorOptions;
  const inputs = [plan, commonOptions.hosts, commonOptions.config].map((option) => options.text(option));
  errorLogFile({ named, folder: directory }, [...names, ...inputs], files);
  await beginErrorLog(named, files);
}

/** Makes a plan, or reads the one that was saved. @throws what either throws; nothing is held open then */
export function openJob(call: Call): Promise<MirrorJob> {
  const saved = call.invocation.options.text(mirrorOptions.plan);
  return saved === undefined ? openNewPlan(call) : openSavedPlan(saved, call);
}

async function openNewPlan({ invocation, shard, depth, hosts, console, world }: Call): Promise<MirrorJob> {
  const { signal } = world;
  const prepared = prepare(invocation, hosts, world, console);
  const { choice, files, aws, pause } = prepared;
  const { opened, logBeside } = await openWithLog(prepared, invocation);
  const gathered = await gather({ ...choice, opened }, { files, aws }, signal);
  const log = logBeside(gathered.inputs);
  const composition = composeGateways(aws, hosts, gathered, world, pause);
  try {
    const { images, ignored, target, from, repositories, upload, problems: warnings } = gathered;
    const trust = { ...gathered.trust, depth };
    const newTags = invocation.options.has(releaseOptions.newTags);
    const plannedSince = composition.gateways.clock.now();
    const plan = await planMirror(
      { images, ignored, target, from, repositories, trust, upload, warnings, shard, newTags },
      composition.gateways,
      { emit: versioned(console.emit), signal },
    );
    return { ...composition, plan, plannedSince, log };
  } catch (error) {
    composition.close();
    throw error;
  }
}

/** The plan says what and where to; the settings are there for the credentials, and may be missing. */
async function openSavedPlan(file: string, { invocation, shard, hosts, console, world }: Call): Promise<MirrorJob> {
  const prepared = prepare(invocation, hosts, world, console);
  const { choice, files, aws, pause } = prepared;
  const { opened, logBeside } = await openWithLog(prepared, invocation);
  const { settings = { registries: [] }, folder } = opened;
  const log = logBeside([file]);
  const saved = parsePlan(await files.read(file));
  const read = shard === undefined ? saved : shardOfPlan(saved, shard);
  const { profile, region } = choice;
  const overrides = { ...(profile === undefined ? {} : { profile }), ...(region === undefined ? {} : { region }) };
  const plan = { ...read, target: { ...read.target, ...overrides } };
  const from = plan.promotedFrom;
  const composition = composeGateways(aws, hosts, { settings, folder, target: plan.target, from }, world, pause);
  return { ...composition, plan, log };
}

/**
 * The settings, where there are any, and the error log that they or the command line name. Nobody is asked any more with --yes: the log
 * says from here on that the run is unfinished, whatever stops it.
 */
async function openWithLog({ choice, files }: Prepared, { options }: Invocation) {
  const opened = await openSettings(choice, files);
  const { file, folder, settings } = opened;
  const named = options.text(commonOptions.log);
  const logBeside = (inputs: readonly (string | undefined)[]) =>
    errorLogFile(
      { named, setting: settings?.report.log, folder },
      [...inputs, file?.file, options.text(commonOptions.hosts)],
      files,
    );
  const log = logBeside([...choice.named, options.text(mirrorOptions.plan)]);
  if (log !== undefined && options.has(mirrorOptions.yes)) await beginErrorLog(log, files);
  return { opened, logBeside };
}
