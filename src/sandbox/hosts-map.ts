import { isRecord } from './store/narrow.ts';

/** Where a logical registry really is, and the login it wants when that is not an ECR token. */
export interface RegistryOrigin {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  readonly username?: string;
  readonly password?: string;
}

/** Where all AWS services are, and the credentials that work there. */
export interface AwsOrigin {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** The account of those credentials. */
  readonly account: string;
}

/** Whose attestations the sample images have, and where: what goes under `attestations` in settings. */
export interface AttestorIdentity {
  /** Of the occurrences, by their logical host. */
  readonly url: string;
  /** 40 hex digits in capitals. */
  readonly fingerprint: string;
  /** In ASCII armor. */
  readonly publicKey: string;
  /** The file of the public key in the data folder, if there is one. Absolute. */
  readonly file?: string;
}

/**
 * What a client needs to use a sandbox in place of the real hosts: printed by the CLI, kept in the owner file, read with
 * `--hosts FILE`. `hosts` holds registries, the Helm repository and the server of attestations, by logical host in lower case.
 */
export interface HostsMap {
  readonly schemaVersion: 1;
  readonly sandbox: true;
  /** Below which clients keep the image layouts that they would write elsewhere: part of the data folder, if there is one. */
  readonly layouts?: string;
  readonly hosts: Readonly<Record<string, RegistryOrigin>>;
  readonly aws: AwsOrigin;
  /** Absent of a sandbox of an older version. */
  readonly attestor?: AttestorIdentity;
}

/** The value as a hosts map, or undefined when it is none. */
export function readHostsMap(value: unknown): HostsMap | undefined {
  if (!isRecord(value) || value.schemaVersion !== 1 || value.sandbox !== true) return undefined;
  const { hosts, aws, layouts, attestor } = value;
  if (!isRecord(hosts) || !isRecord(aws)) return undefined;
  const origins: [string, RegistryOrigin][] = [];
  for (const [host, entry] of Object.entries(hosts)) {
    if (!isRecord(entry) || typeof entry.origin !== 'string') return undefined;
    const { origin, username, password } = entry;
    const login = typeof username === 'string' && typeof password === 'string' ? { username, password } : {};
    origins.push([host, { origin, ...login }]);
  }
  const { endpoint, region, accessKeyId, secretAccessKey, sessionToken, account } = aws;
  if (typeof endpoint !== 'string' || typeof region !== 'string' || typeof account !== 'string') return undefined;
  if (typeof accessKeyId !== 'string' || typeof secretAccessKey !== 'string') return undefined;
  return {
    schemaVersion: 1,
    sandbox: true,
    ...(typeof layouts === 'string' ? { layouts } : {}),
    hosts: Object.fromEntries(origins),
    ...readAttestor(attestor),
    aws: {
      endpoint,
      region,
      accessKeyId,
      secretAccessKey,
      ...(typeof sessionToken === 'string' ? { sessionToken } : {}),
      account,
    },
  };
}

function readAttestor(value: unknown): Pick<HostsMap, 'attestor'> {
  if (!isRecord(value)) return {};
  const { url, fingerprint, publicKey, file } = value;
  if (typeof url !== 'string' || typeof fingerprint !== 'string' || typeof publicKey !== 'string') return {};
  return { attestor: { url, fingerprint, publicKey, ...(typeof file === 'string' ? { file } : {}) } };
}
