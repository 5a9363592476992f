/** What an option's value can be; `flag` takes none. */
export interface Option {
  readonly name: string;
  readonly short?: string;
  /** How its value is called in the help; a flag has none. */
  readonly value?: string;
  /** For the help. */
  readonly means: string;
}

/**
 * Options that several commands share. A command offers those that do something for it, and takes the others without effect, so that a
 * script can give the same ones to all.
 */
export const commonOptions = {
  config: { name: 'config', value: 'FILE', means: 'settings to use instead of the nearest marketplace.yaml' },
  target: { name: 'target', value: 'NAME', means: 'which of the targets in the settings' },
  profile: { name: 'profile', value: 'NAME', means: "AWS profile, in place of the target's" },
  region: { name: 'region', value: 'REGION', means: "AWS region, in place of the target's" },
  endpointUrl: { name: 'endpoint-url', value: 'URL', means: 'where AWS is called instead of at AWS' },
  hosts: { name: 'hosts', value: 'FILE', means: 'hosts map: sends registries and AWS to other origins' },
  sandbox: { name: 'sandbox', means: 'use the sandbox on this machine; one is started if none runs' },
  concurrency: {
    name: 'concurrency',
    value: 'N',
    means: 'layers on their way at the same time, 1 to 128 (default 32)',
  },
  log: { name: 'log', value: 'FILE', means: 'error log; made before anything is pushed, empty if all went well' },
  json: { name: 'json', means: 'print one JSON document instead of text' },
  events: { name: 'events', means: 'print every event as a JSON line, the result as the last' },
} as const satisfies Record<string, Option>;

/** What of a release, and what with it. Only commands that act on them take them: another would do more than was asked for. */
export const releaseOptions = {
  shard: { name: 'shard', value: 'I/N', means: 'only part I of N, for N machines that share a release' },
  referrers: { name: 'referrers', means: 'copy what refers to the images too: signatures, attestations, SBOMs' },
  depth: { name: 'depth', value: 'DEPTH', means: 'manifests (default), or layers: read every layer for the rules too' },
  findings: { name: 'findings', value: 'FILES', means: 'findings of a scanner: files or patterns, comma between' },
  newTags: { name: 'new-tags', means: 'release images whose tag is taken under a new one: 8.3.4-1' },
} as const satisfies Record<string, Option>;

/** How problems are printed. Only commands that have problems take it: another would print text where a program waits for its format. */
export const problemOptions = {
  format: { name: 'format', value: 'FORMAT', means: 'text (default), json, sarif or github' },
} as const satisfies Record<string, Option>;

/** What is pushed, and whether anybody is asked before. */
export const mirrorOptions = {
  plan: { name: 'plan', value: 'PLAN', means: 'run a plan that plan -o saved' },
  yes: { name: 'yes', means: 'push what the plan shows without asking' },
} as const satisfies Record<string, Option>;

/** What is asked of AWS License Manager. */
export const licenseOptions = {
  entitlements: {
    name: 'entitlements',
    value: 'LIST',
    means: 'what to be entitled to: NAME, NAME=1, NAME=1 Gigabytes, …',
  },
  consumption: { name: 'consumption', value: 'HOW', means: 'provisional (default): lent; perpetual: used up' },
  fingerprint: {
    name: 'fingerprint',
    value: 'KEY',
    means: "whose licence: a seller's own, in place of AWS Marketplace's",
  },
  beneficiary: {
    name: 'beneficiary',
    value: 'ACCOUNT',
    means: 'whom it is for; needed for a licence of your own making',
  },
  nodeId: { name: 'node-id', value: 'ID', means: 'names the machine in the usage of the licence' },
  keep: { name: 'keep', means: 'do not give back what was lent; it is free again after an hour' },
} as const satisfies Record<string, Option>;

/** Options of every command. */
export const universalOptions = {
  noColor: { name: 'no-color', means: 'no colours (also: NO_COLOR in the environment)' },
  debug: { name: 'debug', means: 'show debug messages and where an error came from' },
  help: { name: 'help', short: 'h', means: 'show this help' },
  version: { name: 'version', means: 'show the version' },
} as const satisfies Record<string, Option>;

/** Where and as whom AWS is called. */
export const awsOptions: readonly Option[] = [
  commonOptions.profile,
  commonOptions.region,
  commonOptions.endpointUrl,
  commonOptions.hosts,
  commonOptions.sandbox,
];

/** The options of a command line, by name. */
export class OptionValues {
  readonly #values: ReadonlyMap<string, string | true>;

  constructor(values: ReadonlyMap<string, string | true>) {
    this.#values = values;
  }

  /** Whether the option was given. */
  has(option: Option): boolean {
    return this.#values.has(option.name);
  }

  /** The option's value, when it was given. */
  text(option: Option & { readonly value: string }): string | undefined {
    const value = this.#values.get(option.name);
    return value === true ? undefined : value;
  }
}
