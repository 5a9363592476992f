import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { AwsGateway, AwsScope, Registries } from '#jobs';
import { ReleaseError } from '#problem';
import { canonicalRegistry, defaultRegistry, parseEcrHost } from '#reference';
import { isLoopbackHost, type Login, type RegistryAccess } from '#registry';
import { DockerConfig } from './docker-config.ts';
import type { HostsMap } from './hosts-map.ts';

/** Where Docker Hub's registry API really is. */
const dockerHubOrigin = 'https://registry-1.docker.io';

/** Where a password is: in a variable, or in AWS Secrets Manager (`field`: a key of its JSON). */
export type PasswordSource =
  | { readonly env: string }
  | {
      readonly secret: string;
      readonly field?: string;
      readonly profile?: string;
      readonly role?: string;
      readonly region?: string;
    };

/** What the settings file says of one registry (`registries.<host>` in marketplace.yaml). */
export interface RegistryOptions {
  readonly host: string;
  readonly login?: { readonly username: string; readonly password: PasswordSource };
  /** As whom ECR is logged in to, when not as whom the target is. */
  readonly profile?: string;
  readonly role?: string;
  readonly region?: string;
  /** A PEM file, relative to `folder`. */
  readonly ca?: string;
  readonly plainHttp?: boolean;
  readonly mirror?: string;
  /** The folder of an OCI image layout that is read instead; relative to `folder`. */
  readonly layout?: string;
}

export interface NodeRegistriesOptions {
  readonly registries: readonly RegistryOptions[];
  /** The folder of the settings file, which its paths are relative to. */
  readonly folder: string;
  readonly hosts: HostsMap;
  readonly aws: Pick<AwsGateway, 'ecrLogin'>;
  /** As whom ECR registries are logged in to. */
  readonly profile?: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly home: string;
}

/**
 * Knows how each registry is reached and who logs in there: a hosts map first, then the settings, ECR's own tokens, docker's
 * config and helpers. In a sandbox's world only the hosts map's credentials exist.
 */
export class NodeRegistries implements Registries {
  readonly isSandbox: boolean;
  readonly #options: NodeRegistriesOptions;
  readonly #docker: DockerConfig;
  readonly #authorities = new Map<string, string>();

  constructor(options: NodeRegistriesOptions) {
    this.#options = options;
    this.#docker = new DockerConfig(options.environment, options.home);
    this.isSandbox = options.hosts.sandbox === true;
  }

  /** The CA (PEM) that settings or hosts map give for a host (`name[:port]`), once its registry's access was asked for. */
  authority(host: string): string | undefined {
    return this.#authorities.get(host);
  }

  async access(registry: string): Promise<RegistryAccess> {
    const mapped = this.#options.hosts.hosts[registry];
    if (mapped) {
      this.#trust(mapped.origin, mapped.ca);
      if (mapped.username !== undefined && mapped.password !== undefined) {
        const login: Login = { kind: 'password', username: mapped.username, password: mapped.password };
        return { registry, origin: mapped.origin, credentials: 'hosts map', login: async () => login };
      }
      return this.#known(registry, mapped.origin, registry);
    }
    const setting = this.#settingOf(registry);
    const [asked, prefix] = splitMirror(setting?.mirror ?? registry);
    const at = setting?.mirror === undefined ? setting : this.#settingOf(asked);
    const origin = originOf(asked, at?.plainHttp);
    this.#trust(origin, at?.ca === undefined ? undefined : await this.#authorityFile(at.ca, asked));
    const access = await this.#known(registry, origin, asked);
    return prefix === '' ? access : { ...access, repositoryPrefix: prefix };
  }

  async #known(registry: string, origin: string, loginName: string): Promise<RegistryAccess> {
    const common = { registry, origin };
    const setting = this.isSandbox ? undefined : this.#settingOf(loginName)?.login;
    if (setting && 'env' in setting.password) {
      const { env } = setting.password;
      return {
        ...common,
        credentials: `variable ${env}`,
        login: async () => this.#fromEnvironment(loginName, setting.username, env),
      };
    }
    const ecr = parseEcrHost(loginName);
    if (ecr?.account !== undefined) return { ...common, ...this.#ecr(ecr.region) };
    if (this.isSandbox) return { ...common, credentials: 'none', login: async () => undefined };
    const credentials = await this.#docker.describe(loginName);
    return { ...common, credentials, login: async () => this.#docker.find(loginName) };
  }

  /** A token is good in the region of the registry's name, whatever AWS_REGION says (Amazon ECR user guide, "Private registry authentication"). */
  #ecr(region: string): Pick<RegistryAccess, 'credentials' | 'alwaysBasic' | 'login'> {
    const { profile, aws } = this.#options;
    const scope: AwsScope = { region, ...(profile === undefined ? {} : { profile }) };
    return {
      credentials: profile === undefined ? 'ECR' : `ECR, profile ${profile}`,
      alwaysBasic: true,
      login: async () => ({ kind: 'password', ...(await aws.ecrLogin(scope)) }),
    };
  }

  #fromEnvironment(registry: string, username: string, variable: string): Login {
    const password = this.#options.environment[variable];
    if (password) return { kind: 'password', username, password };
    throw new ReleaseError(
      'credentials-unreadable',
      `The variable ${variable}, which holds the password for ${registry}, is not set`,
      {
        hint: `Set ${variable} in the environment, or correct registries."${registry}".password in marketplace.yaml.`,
      },
    );
  }

  #settingOf(registry: string): RegistryOptions | undefined {
    return this.#options.registries.find(({ host }) => canonicalRegistry(host) === registry);
  }

  #trust(origin: string, authority: string | undefined): void {
    if (authority !== undefined) this.#authorities.set(new URL(origin).host, authority);
  }

  async #authorityFile(file: string, registry: string): Promise<string> {
    try {
      return await readFile(path.resolve(this.#options.folder, file), 'utf8');
    } catch (error) {
      throw new ReleaseError('file-not-readable', `The CA file of ${registry} cannot be read: ${file}`, {
        hint: `Correct registries."${registry}".ca in marketplace.yaml: a PEM file, relative to marketplace.yaml.`,
        cause: error,
      });
    }
  }
}

function splitMirror(mirror: string): [host: string, prefix: string] {
  const slash = mirror.indexOf('/');
  if (slash < 0) return [canonicalRegistry(mirror), ''];
  return [canonicalRegistry(mirror.slice(0, slash)), mirror.slice(slash + 1).replace(/^\/+|\/+$/g, '')];
}

/** Plain HTTP only by word, or on this machine. */
function originOf(registry: string, plainHttp: boolean | undefined): string {
  if (registry === defaultRegistry) return dockerHubOrigin;
  const isPlain = plainHttp ?? isLoopbackHost(new URL(`http://${registry}`).hostname);
  return `${isPlain ? 'http' : 'https'}://${registry}`;
}
