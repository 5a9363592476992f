import { arch, platform } from 'node:os';
import type {
  DoctorInput,
  Files,
  Gathered,
  GatheredTarget,
  MachineFacts,
  OpenedChoice,
  OpenTarget,
  TargetChoice,
} from '#jobs';
import { DockerConfig, findProgram, type HostsMap, NodePrograms, ProxyRules } from '#platform';
import type { Composition } from './compose-gateways.ts';
import type { Machine } from './machine.ts';

/** What is looked at, and how it is read and put together. */
interface Looked {
  readonly choice: DoctorInput['choice'] & TargetChoice;
  readonly target: string | undefined;
  readonly files: Files;
  gatherTarget(choice: OpenedChoice & TargetChoice, signal: AbortSignal | undefined): Promise<GatheredTarget>;
  gather(choice: OpenedChoice & TargetChoice, signal: AbortSignal | undefined): Promise<Gathered>;
  compose(known: GatheredTarget): Composition;
}

/** The doctor's input on this machine, for one release. */
export function doctorPlace(looked: Looked, hosts: HostsMap, machine: Machine): DoctorInput {
  const { choice, target, files } = looked;
  return {
    choice,
    files,
    facts: machineFacts(hosts, machine),
    ...(target === undefined ? {} : { target }),
    open: async (name, opened, signal): Promise<OpenTarget> => {
      const chosen = { ...choice, target: name, opened };
      const known = await looked.gatherTarget(chosen, signal);
      const { gateways, close } = looked.compose(known);
      return {
        target: known.target,
        ...(known.upload ? { upload: known.upload } : {}),
        gateways,
        images: async () => (await looked.gather(chosen, signal)).images,
        close,
      };
    },
  };
}

function machineFacts(hosts: HostsMap, machine: Machine): MachineFacts {
  const { environment, home, version } = machine;
  const docker = new DockerConfig(environment, home);
  const proxies = new ProxyRules(environment, machine.network);
  const programs = new NodePrograms({ environment, authority: async () => undefined });
  return {
    program: `marketplace-release ${version}, Node ${process.versions.node}, ${platform()} ${arch()}`,
    findProgram: (name) => findProgram(name, environment),
    versionOf: async (program, signal) => {
      const call = { program, arguments: ['--version'], inherits: /^$/, environment: () => ({}) };
      const limits = { timeoutMs: 30_000, maxOutputBytes: 65_536 };
      const { output } = await programs.run({ ...call, ...limits, failure: 'scanner-failed' }, signal);
      return new TextDecoder().decode(output);
    },
    // In a sandbox's world docker's config is not used.
    credentialHelpers: async () => (hosts.sandbox ? [] : docker.helpers()),
    proxyFor: (url) => proxies.for(new URL(url)),
  };
}
