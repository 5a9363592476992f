import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { attachedSandbox } from './attached-sandbox.ts';
import { type Attestor, fileAttestor, memoryAttestor } from './attestations/attestor.ts';
import { attestorIdentity } from './attestor-identity.ts';
import type { RequestLogEntry } from './http/listener.ts';
import { openListeners, type SandboxListeners } from './open-listeners.ts';
import type { RunningSandbox } from './running-sandbox.ts';
import { addSampleProduct } from './samples/sample-product.ts';
import { seedSamples } from './samples/seed-samples.ts';
import { defaultSwitches, type SandboxSwitches } from './sandbox-switches.ts';
import { serveSandbox } from './serve-sandbox.ts';
import { fileBlobs } from './store/file-blobs.ts';
import { memoryBlobs } from './store/memory-blobs.ts';
import { liveOwner, takeFolder } from './store/owner-file.ts';
import { fileKeeper, memoryKeeper } from './store/state-keeper.ts';

/** How a sandbox is started. */
export interface SandboxOptions {
  /**
   * The first of six ports in a row: the Marketplace's registry, the seller's registry, docker.io, registry.camunda.cloud, AWS,
   * downloads of layers and charts, and attestations. Absent or 0: the system chooses.
   */
  readonly port?: number;
  /** Folder to keep everything in. Absent: in memory, gone at the end. */
  readonly dataDir?: string;
  /** Start without samples: registries without repositories or images. Of no effect on a folder that has been used before. */
  readonly empty?: boolean;
  readonly switches?: Partial<SandboxSwitches>;
  /** The sandbox's clock, milliseconds since 1970: for tokens, push times and signatures. */
  readonly now?: () => number;
  /** Told of every request when its answer has gone out. */
  readonly onRequest?: (entry: RequestLogEntry) => void;
  /** Told of every request when it comes in: as often as `onRequest` will be. */
  readonly onArrival?: () => void;
}

/**
 * Starts a Marketplace on this machine, on 127.0.0.1 only. With a data folder that a living process serves already, nothing is
 * started and the result is a handle on that one (`attached`). Throws when a port is taken or the folder cannot be used.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<RunningSandbox> {
  const { dataDir, onRequest, onArrival } = options;
  const told = { onRequest, onArrival };
  if (dataDir === undefined) {
    const attestor = memoryAttestor();
    const listeners = await openListeners(options.port ?? 0, { ...told, attestor: attestorIdentity(attestor) });
    return serve(options, { listeners, attestor }, async () => undefined);
  }
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const before = await liveOwner(dataDir);
  if (before) return attachedSandbox(before);
  const attestor = await fileAttestor(dataDir);
  const known = { layouts: path.join(path.resolve(dataDir), 'layouts'), attestor: attestorIdentity(attestor) };
  const listeners = await openListeners(options.port ?? 0, { ...told, ...known }).catch(async (error: unknown) => {
    // Perhaps the ports are taken by a sandbox on this folder which was quicker.
    const owner = await liveOwner(dataDir);
    if (owner) return owner;
    throw error;
  });
  if ('pid' in listeners) return attachedSandbox(listeners);
  const { hostsMap } = listeners;
  const giveBack = await takeFolder(dataDir, { pid: process.pid, startedAt: new Date().toISOString(), hostsMap }).catch(
    async (error: unknown) => {
      await listeners.close();
      throw error;
    },
  );
  if (giveBack) return serve(options, { listeners, attestor }, giveBack);
  await listeners.close();
  return startSandbox(options);
}

async function serve(
  options: SandboxOptions,
  { listeners, attestor }: { readonly listeners: SandboxListeners; readonly attestor: Attestor },
  giveBack: () => Promise<void>,
): Promise<RunningSandbox> {
  const { dataDir } = options;
  try {
    const keeper = dataDir === undefined ? memoryKeeper() : await fileKeeper(dataDir);
    const blobs = dataDir === undefined ? memoryBlobs() : await fileBlobs(dataDir);
    if (keeper.fresh) {
      if (!options.empty) await seedSamples(keeper.state, blobs);
      await keeper.save();
    }
    if (keeper.isBeforeCatalog) {
      addSampleProduct(keeper.state);
      await keeper.save();
    }
    const switches = { ...defaultSwitches, ...options.switches };
    const served = serveSandbox({ listeners, keeper, blobs, attestor, switches, now: options.now ?? Date.now });
    const end = async (): Promise<void> => {
      await listeners.close();
      await served.close();
      await blobs.close();
      await keeper.close();
      await giveBack();
    };
    let ended: Promise<void> | undefined;
    return {
      attached: false,
      hostsMap: listeners.hostsMap,
      control: served.control,
      close: () => {
        ended ??= end();
        return ended;
      },
    };
  } catch (error) {
    await listeners.close();
    await giveBack();
    throw error;
  }
}
