import type { Settings } from '#formats';
import type { AwsGateway, Gateways, PlanTarget } from '#jobs';
import {
  type HostsMap,
  LayoutRegistries,
  NodeFiles,
  NodeHttp,
  NodePrograms,
  NodeRegistries,
  NodeServers,
  nodeClock,
  OwnProgramFiles,
} from '#platform';
import { ReleaseError } from '#problem';
import { ManifestCache } from '#registry';
import { awsNetwork } from './aws-network.ts';
import { keepLogins } from './keep-logins.ts';
import { layoutsOf } from './layouts-of.ts';
import { type AwsOptions, LazyAws } from './lazy-aws.ts';
import type { LoginPause } from './login-pause.ts';
import type { Machine } from './machine.ts';

/**
 * The AWS gateway for what the user, the hosts map and the environment say. In a sandbox's world nothing but the map counts.
 * @param given the endpoint that the user named, when one was
 * @param rescue what helps when a call fails: what brings the one who answers back, who can log in again
 * @throws ReleaseError `usage`
 */
export function composeAws(
  given: string | undefined,
  hosts: HostsMap,
  machine: Machine,
  rescue: Pick<AwsOptions, 'comeBack' | 'onLoginEnded'> = {},
): AwsGateway {
  const { environment } = machine;
  const mapped = hosts.aws;
  if (hosts.sandbox && (mapped?.accessKeyId === undefined || mapped.secretAccessKey === undefined)) {
    throw new ReleaseError('usage', 'The hosts map is that of a sandbox, but has no AWS credentials', {
      hint: 'Use the map as marketplace-release sandbox prints it.',
    });
  }
  const endpoint = mapped?.endpoint ?? endpointOf(given ?? environment.AWS_ENDPOINT_URL);
  const credentials: AwsOptions['credentials'] =
    mapped?.accessKeyId === undefined || mapped.secretAccessKey === undefined
      ? undefined
      : {
          accessKeyId: mapped.accessKeyId,
          secretAccessKey: mapped.secretAccessKey,
          from: 'hosts map',
          ...(mapped.sessionToken === undefined ? {} : { sessionToken: mapped.sessionToken }),
        };
  return new LazyAws({
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials ? { credentials } : {}),
    network: awsNetwork(machine),
    ...rescue,
  });
}

/** The region that AWS's own tools would take when nothing names one. */
export function defaultRegion(hosts: HostsMap, { environment }: Machine): string | undefined {
  if (hosts.aws?.region !== undefined) return hosts.aws.region;
  return environment.AWS_REGION || environment.AWS_DEFAULT_REGION || undefined;
}

/** Adapters for a job, and how to let go of what they hold. */
export interface Composition {
  readonly gateways: Gateways;
  close(): void;
}

/** What adapters are made for. */
interface Composed {
  readonly settings: Pick<Settings, 'registries'> & Partial<Pick<Settings, 'targets'>>;
  /** That the settings' paths are relative to; absolute. */
  readonly folder: string;
  readonly target: Pick<PlanTarget, 'registry' | 'layout' | 'profile' | 'role' | 'region'>;
  /** The target that is promoted from. */
  readonly from?: Pick<PlanTarget, 'registry' | 'layout' | 'profile' | 'role'> | undefined;
}

/**
 * Everything a job needs, put together for one target and its settings.
 * @param pause in which no request goes out, when somebody can be asked to log in again
 */
export function composeGateways(
  aws: AwsGateway,
  hosts: HostsMap,
  { settings, folder, target, from }: Composed,
  machine: Machine,
  pause?: LoginPause,
): Composition {
  const registries = new NodeRegistries({
    registries: settings.registries,
    folder,
    hosts,
    aws,
    target,
    // That of a promotion is as the command line says, and its registry is filled in.
    targets: [...(from ? [from] : []), ...(settings.targets ?? [])],
    defaultRegion: defaultRegion(hosts, machine),
    environment: machine.environment,
    home: machine.home,
    ...(machine.signedIn ? { signedIn: machine.signedIn } : {}),
  });
  const http = new NodeHttp({
    userAgent: `marketplace-release/${machine.version}`,
    certificateAuthority: (host) => registries.authority(host),
    environment: machine.environment,
    network: machine.network,
  });
  const layouts = new LayoutRegistries(registries, layoutsOf({ settings, folder, target, from }, hosts));
  const files = new NodeFiles(machine.directory);
  return {
    gateways: {
      http: layouts.http(pause ? pause.gate(http) : http),
      clock: pause ? pause.clock(nodeClock) : nodeClock,
      manifests: new ManifestCache(),
      registries: keepLogins(layouts, nodeClock),
      servers: new NodeServers({ hosts, registries, environment: machine.environment }),
      aws,
      files,
      programs: new NodePrograms({ environment: machine.environment, authority: (host) => registries.authority(host) }),
      ownPrograms: new OwnProgramFiles(machine.program),
    },
    close: () => http.close(),
  };
}

function endpointOf(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new ReleaseError('usage', `The AWS endpoint ${text} is not a URL`, {
    hint: 'Write it as http://host:port or https://host.',
  });
}
