import { type AwsGateway, type AwsScope, identityWords, type Registries } from '#jobs';
import { ReleaseError } from '#problem';
import { canonicalRegistry, type EcrHost, parseEcrHost } from '#reference';
import { type Login, quotasOf, type RegistryAccess } from '#registry';
import { DockerConfig } from './docker-config.ts';
import { type CallerIdentity, EcrIdentities, type IdentifiedTarget } from './ecr-identities.ts';
import type { HostsMap } from './hosts-map.ts';
import { HostAuthorities } from './network/host-authorities.ts';
import type { RegistryOptions } from './registry-options.ts';
import { registryOrigin } from './registry-origin.ts';
import { SecretPasswords, type SecretSource, secretWords } from './secret-passwords.ts';

export interface NodeRegistriesOptions {
  readonly registries: readonly RegistryOptions[];
  /** The folder of the settings file, which its paths are relative to. */
  readonly folder: string;
  readonly hosts: HostsMap;
  readonly aws: Pick<AwsGateway, 'ecrLogin' | 'callerIdentity' | 'secretValue'>;
  /** The target that the job is for: as whom AWS is called where nothing else says. */
  readonly target?: CallerIdentity & { readonly registry?: string; readonly region?: string | undefined };
  /** All targets of the settings: their registries are logged in to as they say. */
  readonly targets?: readonly IdentifiedTarget[];
  /** The AWS region when nothing else names one. */
  readonly defaultRegion?: string | undefined;
  readonly environment: NodeJS.ProcessEnv;
  readonly home: string;
  /** What somebody has signed in with in the editor, as it is at the moment. */
  readonly signedIn?: SignedIn;
}

/** The login that somebody has given for a registry by its canonical name, if any. */
export type SignedIn = (registry: string) => { readonly username: string; readonly password: string } | undefined;

/** In words, for the plan. */
const signInWords = 'VS Code sign-in';

/**
 * Knows how each registry is reached and who logs in there: a hosts map first, then the settings, ECR's own tokens, what somebody has
 * signed in with in the editor, docker's config and helpers. In a sandbox's world only the hosts map's credentials exist, and the secrets
 * that the sandbox keeps.
 */
export class NodeRegistries implements Registries {
  readonly isSandbox: boolean;
  readonly #options: NodeRegistriesOptions;
  readonly #docker: DockerConfig;
  readonly #identities: EcrIdentities;
  /** Those of one job share what is fetched. */
  readonly secrets: SecretPasswords;
  readonly #authorities: HostAuthorities;

  constructor(options: NodeRegistriesOptions) {
    this.#options = options;
    this.#docker = new DockerConfig(options.environment, options.home);
    this.#authorities = new HostAuthorities(options);
    const { registries, targets = [], target: chosen = {}, defaultRegion, aws } = options;
    this.#identities = new EcrIdentities({ registries, targets, chosen, defaultRegion, aws });
    this.secrets = new SecretPasswords({ aws, chosen, defaultRegion });
    this.isSandbox = options.hosts.sandbox === true;
  }

  /** The authorities (PEM) that settings, hosts map or AWS_CA_BUNDLE give for a host (`name[:port]`). @throws ReleaseError `file-not-readable` */
  authority(host: string): Promise<string | undefined> {
    return this.#authorities.for(host);
  }

  async access(registry: string): Promise<RegistryAccess> {
    // A mirror is for pulling: the target is asked itself.
    const isTarget = registry === this.#options.target?.registry;
    return this.#reach(registry, isTarget ? undefined : this.#settingOf(registry)?.mirror);
  }

  /** A registry itself, not the mirror that stands in for it: its password is nobody else's. @throws as {@link access} */
  itself(registry: string): Promise<RegistryAccess> {
    return this.#reach(registry, undefined);
  }

  async #reach(registry: string, mirror: string | undefined): Promise<RegistryAccess> {
    const mapped = this.#options.hosts.hosts[registry];
    if (mapped) {
      if (mapped.username !== undefined && mapped.password !== undefined) {
        const login: Login = { kind: 'password', username: mapped.username, password: mapped.password };
        return {
          registry,
          origin: mapped.origin,
          ...this.#quotas(registry),
          ...this.#mappedLogin(registry, login),
        };
      }
      return this.#known(registry, mapped.origin, registry);
    }
    const [asked, prefix] = splitMirror(mirror ?? registry);
    const origin = registryOrigin(asked, this.#settingOf(asked)?.plainHttp);
    // A file that cannot be used is told now, by the registry that it is for.
    await this.authority(new URL(origin).host);
    const access = await this.#known(registry, origin, asked);
    return prefix === '' ? access : { ...access, repositoryPrefix: prefix };
  }

  async #known(registry: string, origin: string, loginName: string): Promise<RegistryAccess> {
    const common = { registry, origin, ...this.#quotas(loginName), ...this.#plainHosts() };
    const setting = this.isSandbox ? undefined : this.#settingOf(loginName)?.login;
    if (setting && 'env' in setting.password) {
      const { env } = setting.password;
      return {
        ...common,
        credentials: this.#isSet(env) || !this.#signedIn(loginName) ? `variable ${env}` : signInWords,
        login: async () =>
          (this.#isSet(env) ? undefined : this.#signedIn(loginName)) ??
          this.#fromEnvironment(loginName, setting.username, env),
      };
    }
    if (setting && 'secret' in setting.password) {
      const { username, password } = setting;
      return {
        ...common,
        credentials: secretWords(password),
        login: async (renew) => this.#fromSecret(username, password, renew),
      };
    }
    const ecr = parseEcrHost(loginName);
    if (ecr?.account !== undefined) return { ...common, ...(await this.#ecr(loginName, ecr)) };
    if (this.isSandbox) {
      const loginHint = `In a rehearsal only the logins of the hosts map count: give it a username and password for ${loginName}.`;
      return { ...common, credentials: 'none', loginHint, login: async () => undefined };
    }
    // A broken docker config is no trouble of those who need none of it.
    const credentials = this.#signedIn(loginName) ? signInWords : await this.#docker.describe(loginName);
    const login = async () => this.#signedIn(loginName) ?? this.#docker.find(loginName);
    return { ...common, credentials, login };
  }

  #signedIn(registry: string): Login | undefined {
    const given = this.isSandbox ? undefined : this.#options.signedIn?.(registry);
    return given && { kind: 'password', ...given };
  }

  #isSet(variable: string): boolean {
    return !!this.#options.environment[variable];
  }

  /** A token is good in the region of the registry's name, whatever AWS_REGION says (Amazon ECR user guide, "Private registry authentication"). */
  async #ecr(
    host: string,
    { region, fips, dualStack }: EcrHost,
  ): Promise<Pick<RegistryAccess, 'credentials' | 'alwaysBasic' | 'login'>> {
    const { aws } = this.#options;
    const { profile, role } = await this.#identities.of(host);
    const who = identityWords({ profile, role });
    const scope: AwsScope = {
      region: this.#settingOf(host)?.region ?? region,
      ...(profile === undefined ? {} : { profile }),
      ...(role === undefined ? {} : { role }),
      ...(fips ? { fips } : {}),
      ...(dualStack ? { dualStack } : {}),
    };
    return {
      credentials: who === undefined ? 'ECR' : `ECR, ${who}`,
      alwaysBasic: true,
      login: async () => ({ kind: 'password', ...(await aws.ecrLogin(scope)) }),
    };
  }

  /**
   * The map's own login; but where the settings have a secret, a rehearsal reads it too, from the sandbox, whose people have the names that
   * its map gives them. A secret that the sandbox does not keep is nothing that it could say more of.
   */
  #mappedLogin(
    registry: string,
    login: Extract<Login, { kind: 'password' }>,
  ): Pick<RegistryAccess, 'credentials' | 'login'> {
    const setting = this.isSandbox ? this.#settingOf(registry)?.login : undefined;
    if (!setting || !('secret' in setting.password)) return { credentials: 'hosts map', login: async () => login };
    const source = setting.password;
    return {
      credentials: secretWords(source),
      login: async (renew) =>
        this.#fromSecret(login.username, source, renew).catch((error: unknown) => {
          if (ReleaseError.is(error) && error.code === 'secret-missing') return login;
          throw error;
        }),
    };
  }

  async #fromSecret(username: string, source: SecretSource, renew: boolean): Promise<Login> {
    return { kind: 'password', username, password: await this.secrets.password(source, renew) };
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

  /** The sandbox has none: a rehearsal is not made to wait. */
  #quotas(host: string): Pick<RegistryAccess, 'quotas'> {
    const quotas = this.isSandbox ? undefined : quotasOf(host);
    return quotas === undefined ? {} : { quotas };
  }

  #plainHosts(): Pick<RegistryAccess, 'plainHosts'> {
    const plain = this.#options.registries.filter(({ plainHttp }) => plainHttp === true);
    return plain.length === 0 ? {} : { plainHosts: plain.map(({ host }) => canonicalRegistry(host)) };
  }

  #settingOf(registry: string): RegistryOptions | undefined {
    return this.#options.registries.find(({ host }) => canonicalRegistry(host) === registry);
  }
}

function splitMirror(mirror: string): [host: string, prefix: string] {
  const slash = mirror.indexOf('/');
  if (slash < 0) return [canonicalRegistry(mirror), ''];
  return [canonicalRegistry(mirror.slice(0, slash)), mirror.slice(slash + 1).replace(/^\/+|\/+$/g, '')];
}
