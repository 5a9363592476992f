import type { Settings, TargetSettings } from '#formats';
import { type Problem, ReleaseError } from '#problem';
import { canonicalRegistry, formatPlatform, isRegistryHost } from '#reference';
import { awsScope } from '../aws-scope.ts';
import type { AwsGateway } from '../gateways.ts';
import type { PlanTarget } from '../plan-target.ts';
import { inputInvalid } from './input-invalid.ts';

/** What is said outside the settings about where and as whom a job runs. */
export interface TargetChoice {
  /** Of `targets`, when there are several. */
  readonly target?: string;
  /** The one of them that the images are promoted from, instead of being read where the files say. */
  readonly from?: string;
  /** In place of the settings' own. */
  readonly profile?: string;
  readonly region?: string;
  /** The region when nothing else names one (the usual AWS variables). */
  readonly defaultRegion?: string;
  /** What settings that name a variable get. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Also where the settings do not ask for them. */
  readonly referrers?: boolean;
  /** Files of findings beside those that the settings name: names and patterns. */
  readonly findings?: readonly string[];
}

export interface ResolvedTarget {
  /** The settings of the target, with account and region in its registry filled in. */
  readonly settings: TargetSettings;
  readonly target: PlanTarget;
}

/**
 * Chooses the target and fills in `{account}` and `{region}` in its registry; AWS is asked for the account only when it stands there
 * and nowhere else.
 * @throws ReleaseError `target-choice`, `input-invalid`, AWS login trouble
 */
export async function resolveTarget(
  settings: Settings,
  file: string,
  choice: TargetChoice,
  aws: Pick<AwsGateway, 'callerIdentity'>,
  signal?: AbortSignal,
): Promise<ResolvedTarget> {
  const chosen = choose(settings.targets, choice.target);
  const profile = choice.profile ?? chosen.profile;
  const region = choice.region ?? chosen.region;
  const registry = await filledRegistry(chosen, file, { ...choice, region, profile }, aws, signal);
  const known: TargetSettings = {
    ...chosen,
    registry,
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
    ...(choice.referrers ? { referrers: true } : {}),
  };
  const { seller } = settings;
  const target = planTarget(known, settings.targets.length > 1 || chosen.name !== 'default');
  return { settings: known, target: seller && known.kind === 'marketplace' ? { ...target, seller } : target };
}

function choose(targets: readonly TargetSettings[], name: string | undefined): TargetSettings {
  const names = targets.map((target) => target.name).join(', ');
  const found = name === undefined ? targets : targets.filter((target) => target.name === name);
  const [only] = found;
  if (only && found.length === 1) return only;
  const message =
    name === undefined
      ? 'The settings have several targets and none was chosen'
      : `The settings have no target "${name}"`;
  throw new ReleaseError('target-choice', message, { hint: `Choose one of them: ${names}` });
}

async function filledRegistry(
  chosen: TargetSettings,
  file: string,
  given: { region: string | undefined; profile: string | undefined; defaultRegion?: string },
  aws: Pick<AwsGateway, 'callerIdentity'>,
  signal: AbortSignal | undefined,
): Promise<string> {
  let { registry } = chosen;
  if (registry.includes('{region}')) {
    const region = given.region ?? given.defaultRegion;
    if (region === undefined) {
      const message = 'The registry names {region}, and no region is known.';
      throw refused(chosen, file, message, 'Set target.region, pass --region, or set AWS_REGION.');
    }
    registry = registry.replaceAll('{region}', region);
  }
  if (registry.includes('{account}')) {
    const region = given.region ?? given.defaultRegion;
    const scope = awsScope({ registry, region, profile: given.profile, role: chosen.role });
    const account = chosen.account ?? (await aws.callerIdentity(scope, signal)).account;
    registry = registry.replaceAll('{account}', account);
  }
  if (!isRegistryHost(registry)) throw refused(chosen, file, `${registry} is not a registry host.`);
  return canonicalRegistry(registry);
}

function refused(chosen: TargetSettings, file: string, message: string, hint?: string): ReleaseError {
  const range = chosen.places.registry ?? chosen.range;
  const problem: Problem = {
    file,
    rule: hint === undefined ? 'setting-invalid' : 'setting-missing',
    severity: 'error',
    range,
    message,
    ...(hint === undefined ? {} : { hint }),
  };
  return inputInvalid([problem]);
}

function planTarget(target: TargetSettings, isNamed: boolean): PlanTarget {
  const { name, registry, prefix, kind, account, profile, role, region, attestationManifests, existing } = target;
  return {
    ...(isNamed ? { name } : {}),
    registry,
    prefix,
    kind,
    ...(account === undefined ? {} : { account }),
    ...(profile === undefined ? {} : { profile }),
    ...(role === undefined ? {} : { role }),
    ...(region === undefined ? {} : { region }),
    attestationManifests,
    platforms: (target.platforms ?? []).map(formatPlatform),
    existing,
    ...(target.referrers ? { referrers: true as const } : {}),
  };
}
