import type { Login } from '#registry';

/** Programs that look for vulnerabilities. */
export type ScannerName = 'trivy' | 'grype';

/** What is scanned, and where it is pulled. */
interface ScanPlace {
  /** Scheme, host and port: `https://registry-1.docker.io`. */
  readonly origin: string;
  /** As the origin knows it. */
  readonly repository: string;
  /** Of a manifest: what an index holds for one platform. */
  readonly digest: string;
  readonly login: Login | undefined;
  /** Nothing of this machine's own logins may be used: they are of another world. */
  readonly isSandbox: boolean;
}

/** What a program finds when it starts. */
export interface ProgramPlace {
  /** A folder of its own, which is its working folder too. Nothing is there but what it is given. */
  readonly folder: string;
  /** A PEM file of all authorities to trust, where the registry has some of its own. */
  readonly authorities?: string;
}

/** How a scanner is called. */
interface ScannerCall {
  readonly arguments: readonly string[];
  /** Files that lie in its folder, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** Variables of this process that it gets as well: where its database is, and what else its user says of that. */
  readonly inherits: RegExp;
  environment(place: ProgramPlace): Readonly<Record<string, string>>;
}

/** As people write them. */
export const scannerTitles: Readonly<Record<ScannerName, string>> = { trivy: 'Trivy', grype: 'Grype' };

/**
 * Of Trivy's and Grype's variables only these: others would leave something out of what is found, send it elsewhere, or bring a login
 * that was meant for another registry. Docker's config may be what their databases are fetched with.
 */
const inherited: Readonly<Record<ScannerName, RegExp>> = {
  trivy:
    /^(?:DOCKER_CONFIG|TRIVY_(?:CACHE_DIR|CACHE_BACKEND|CACHE_TTL|REDIS_(?:CA|CERT|KEY|TLS)|DB_REPOSITORY|JAVA_DB_REPOSITORY|SKIP_DB_UPDATE|SKIP_JAVA_DB_UPDATE|OFFLINE_SCAN|PARALLEL|TIMEOUT))$/,
  grype: /^(?:DOCKER_CONFIG|GRYPE_DB_[A-Z_]+)$/,
};

/**
 * Instead of its user's own, which may leave out what was found (`ignore`, `only-fixed`) and is looked for in many places, HOME among them:
 * a file that is named is the only one (anchore/fangs: load.go, `findConfigurationFiles`). Trivy looks for its own in the working folder
 * alone, which is empty.
 */
const grypeConfig = 'grype.yaml';

/**
 * How a scanner is asked about one manifest. Logins go by the environment, never by arguments, which every user of the machine can read.
 * Trivy: docs/guide/references/configuration/cli/trivy_image.md and docs/guide/advanced/private-registries/self.md of aquasecurity/trivy.
 * Grype: README.md and cmd/grype/cli/options/registry.go of anchore/grype.
 */
export function scannerCall(scanner: ScannerName, place: ScanPlace): ScannerCall {
  const { host, isPlain } = registryOf(place.origin);
  const reference = `${host}/${place.repository}@${place.digest}`;
  const common = (at: ProgramPlace) => ({
    // Go's way to say it; on macOS and Windows only the scanners' own variables count.
    ...(at.authorities === undefined ? {} : { SSL_CERT_FILE: at.authorities }),
    ...(place.isSandbox ? noLogins(at.folder) : {}),
  });
  if (scanner === 'trivy') {
    return {
      arguments: [
        ...['image', '--image-src', 'remote', '--scanners', 'vuln', '--format', 'json', '--no-progress'],
        reference,
      ],
      inherits: inherited.trivy,
      environment: (at) => ({
        ...common(at),
        TRIVY_DISABLE_TELEMETRY: 'true',
        TRIVY_SKIP_VERSION_CHECK: 'true',
        // It goes with TLS that is not verified, its database's too: only where Trivy would not try plain HTTP by itself.
        ...(isPlain && !triesPlain.test(host) ? { TRIVY_INSECURE: 'true' } : {}),
        ...(at.authorities === undefined ? {} : { TRIVY_CACERT: at.authorities }),
        ...(place.login?.kind === 'password'
          ? { TRIVY_USERNAME: place.login.username, TRIVY_PASSWORD: place.login.password }
          : {}),
      }),
    };
  }
  return {
    arguments: [`registry:${reference}`, '--output', 'json', '--config', grypeConfig],
    files: { [grypeConfig]: '{}\n' },
    inherits: inherited.grype,
    environment: (at) => ({
      ...common(at),
      GRYPE_CHECK_FOR_APP_UPDATE: 'false',
      ...(isPlain ? { GRYPE_REGISTRY_INSECURE_USE_HTTP: 'true' } : {}),
      ...(at.authorities === undefined ? {} : { GRYPE_REGISTRY_CA_CERT: at.authorities }),
      ...(place.login?.kind === 'password'
        ? {
            GRYPE_REGISTRY_AUTH_AUTHORITY: host,
            GRYPE_REGISTRY_AUTH_USERNAME: place.login.username,
            GRYPE_REGISTRY_AUTH_PASSWORD: place.login.password,
          }
        : {}),
    }),
  };
}

/**
 * Why a scanner cannot be given a login; undefined when it can. Trivy takes several in one variable, so that commas part them
 * (pkg/flag/registry_flags.go, `ToOptions`; pkg/flag/options.go), and trims each.
 */
export function unfitLogin(scanner: ScannerName, login: Login | undefined): string | undefined {
  if (!login) return undefined;
  if (login.kind !== 'password') return 'the login is an identity token';
  const isParted = [login.username, login.password].some((part) => part.includes(',') || part !== part.trim());
  return scanner === 'trivy' && isParted ? 'the login has a comma, or a blank at an end' : undefined;
}

/** Hosts that Trivy's registry library asks without TLS unasked (google/go-containerregistry: pkg/name/registry.go, `Scheme`). */
const triesPlain = /^(?:localhost:|127\.0\.0\.1(?::|$)|\[::1\](?::|$))/;

/** The registry as references name it: with its port where it would else be taken for a user of Docker Hub. */
function registryOf(origin: string): { readonly host: string; readonly isPlain: boolean } {
  const { host, hostname, port, protocol } = new URL(origin);
  const isPlain = protocol === 'http:';
  const isKnownAsHost = port !== '' || hostname.includes('.') || hostname.includes(':');
  return { host: isKnownAsHost ? host : `${host}:${isPlain ? 80 : 443}`, isPlain };
}

/** Places where logins would be looked for: none of this machine's is there. */
function noLogins(folder: string): Record<string, string> {
  return {
    DOCKER_CONFIG: folder,
    REGISTRY_AUTH_FILE: `${folder}/none`,
    AWS_CONFIG_FILE: `${folder}/none`,
    AWS_SHARED_CREDENTIALS_FILE: `${folder}/none`,
    AWS_EC2_METADATA_DISABLED: 'true',
    CLOUDSDK_CONFIG: folder,
    AZURE_CONFIG_DIR: folder,
  };
}
