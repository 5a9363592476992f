import { startSandboxProcess } from '#composition';
import { type HostsMap, NodeFiles, noHosts, parseHostsMap } from '#platform';
import { ReleaseError } from '#problem';
import type { Console } from './console.ts';
import { commonOptions, type OptionValues } from './options.ts';
import type { World } from './world.ts';

/**
 * Runs something in the world that the options name: the real one, that of a hosts map, or a sandbox's, which stays up as long as it
 * takes.
 * @throws ReleaseError `usage`, what reading the file throws, and what the task throws
 */
export async function withHosts<T>(
  options: OptionValues,
  console: Console,
  world: World,
  task: (hosts: HostsMap) => Promise<T>,
): Promise<T> {
  const file = options.text(commonOptions.hosts);
  if (!options.has(commonOptions.sandbox)) {
    return task(file === undefined ? noHosts : parseHostsMap(await new NodeFiles(world.directory).read(file), file));
  }
  for (const other of [commonOptions.hosts, commonOptions.endpointUrl]) {
    if (options.has(other)) {
      throw new ReleaseError('usage', `--sandbox and --${other.name} exclude each other`, {
        hint: 'The sandbox brings its own hosts map and AWS endpoint.',
      });
    }
  }
  const sandbox = await startSandboxProcess(world);
  console.emit({
    schemaVersion: 1,
    type: 'log',
    level: 'info',
    message: `${sandbox.isOurs ? 'Started a sandbox' : 'Found a sandbox running'} on ${sandbox.dataDir}`,
  });
  try {
    return await task(sandbox.hosts);
  } finally {
    await sandbox.close();
  }
}
