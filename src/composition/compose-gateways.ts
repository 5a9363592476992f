import type { Settings } from '#formats';
import type { AwsGateway, Gateways, PlanTarget } from '#jobs';
import { type HostsMap, NodeFiles, NodeHttp, NodeRegistries, nodeClock } from '#platform';
import { ReleaseError } from '#problem';
import { ManifestCache } from '#registry';
import { keepLogins } from './keep-logins.ts';
import { type AwsOptions, LazyAws } from './lazy-aws.ts';
import type { Machine } from './machine.ts';

/**
 * The AWS gateway for what the user, the hosts map and the environment say. In a sandbox's world nothing but the map counts.
 * @param given the endpoint that the user named, when one was
 * @param comeBack what brings the one who answers back, when somebody can
 * @throws ReleaseError `usage`
 */
export function composeAws(
  given: string | undefined,
  hosts: HostsMap,
  { environment }: Machine,
  comeBack?: AwsOptions['comeBack'],
): AwsGateway {
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
    ...(comeBack ? { comeBack } : {}),
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
  readonly settings: Pick<Settings, 'registries'>;
  /** That the settings' paths are relative to; absolute. */
  readonly folder: string;
  readonly target: Pick<PlanTarget, 'profile'>;
}

/** Everything a job needs, put together for one target and its settings. */
export function composeGateways(
  aws: AwsGateway,
  hosts: HostsMap,
  { settings, folder, target }: Composed,
  machine: Machine,
): Composition {
  const registries = new NodeRegistries({
    registries: settings.registries,
    folder,
    hosts,
    aws,
    ...(target.profile === undefined ? {} : { profile: target.profile }),
    environment: machine.environment,
    home: machine.home,
  });
  const http = new NodeHttp({
    userAgent: `marketplace-release/${machine.version}`,
    certificateAuthority: (host) => registries.authority(host),
  });
  const files = new NodeFiles(machine.directory);
  return {
    gateways: {
      http,
      clock: nodeClock,
      manifests: new ManifestCache(),
      registries: keepLogins(registries, nodeClock),
      aws,
      files,
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
