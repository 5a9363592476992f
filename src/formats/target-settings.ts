import type { TextProblem } from '#problem';
import {
  canonicalRegistry,
  isEcrPublic,
  type Platform,
  parsePlatform,
  type TargetKind,
  targetKindOf,
} from '#reference';
import { layoutRegistry } from './layout-targets.ts';
import { present } from './present.ts';
import type { RepositoryKey, RepositorySettings, TargetKey, TargetSettings } from './settings-model.ts';
import type { RawTarget } from './settings-schema.ts';
import { filledHost, isLayout, layoutFolder } from './target-schema.ts';
import { trimSlashes } from './trim-slashes.ts';
import type { Path, YamlValue } from './yaml-value.ts';

/** Registries are throttled to so many ms between two repositories that are made, unless the settings say otherwise. */
const defaultThrottleMs = 100;

/** A target as the schema has accepted it, its defaults filled in. */
export function targetOf(name: string, raw: RawTarget, path: Path, yaml: YamlValue): TargetSettings {
  const place = placeOf(name, raw);
  const kind = kindOf(raw, place.registry);
  const given = (Object.keys(raw) as TargetKey[]).filter((key) => raw[key] !== undefined);
  return {
    name,
    ...place,
    kind,
    prefix: trimSlashes(raw.prefix ?? ''),
    ...present({ account: raw.account, profile: raw.profile, role: raw.role, region: raw.region }),
    ...present({ platforms: raw.platforms && platformsOf(raw.platforms) }),
    attestationManifests: raw.attestationManifests ?? (kind === 'marketplace' ? 'strip' : 'keep'),
    existing: raw.existing ?? 'equivalent',
    referrers: raw.referrers ?? false,
    repositories: repositoriesOf(raw.repositories ?? {}, [...path, 'repositories'], yaml),
    range: yaml.keyRangeOf(path),
    places: Object.fromEntries(given.map((key) => [key, yaml.rangeOf([...path, key])])),
  };
}

/** What is wrong with a target although each of its keys is right. */
export function targetProblems(raw: RawTarget, path: Path, yaml: YamlValue): TextProblem[] {
  const host = placeOf('', raw).registry;
  const kind = kindOf(raw, host);
  if (!raw.repositories || (kind === 'ecr' && !isEcrPublic(host))) return [];
  const hint =
    kind === 'marketplace'
      ? 'Repositories of AWS Marketplace are made by the product: remove this.'
      : kind === 'ecr'
        ? 'Repositories of ECR Public are made by hand: aws ecr-public create-repository --region us-east-1.'
        : 'Other registries make repositories by themselves: remove this.';
  const message = `repositories says how repositories of a private ECR are made; this target is ${kind === 'ecr' ? 'ECR Public' : `of kind ${kind}`}.`;
  return [
    { rule: 'setting-invalid', severity: 'error', range: yaml.keyRangeOf([...path, 'repositories']), message, hint },
  ];
}

/** Whether a target is AWS Marketplace's registry, by its kind or by its host. */
export function isMarketplace(raw: RawTarget): boolean {
  return kindOf(raw, placeOf('', raw).registry) === 'marketplace';
}

function placeOf(name: string, { registry }: RawTarget): Pick<TargetSettings, 'registry' | 'layout'> {
  if (isLayout(registry)) return { registry: layoutRegistry(name), layout: layoutFolder(registry) };
  return { registry: registry.includes('{') ? registry : canonicalRegistry(registry) };
}

function kindOf(raw: RawTarget, registry: string): TargetKind {
  return raw.kind ?? targetKindOf(filledHost(registry.replaceAll('{account}', raw.account ?? '{account}')));
}

function platformsOf(texts: readonly string[]): Platform[] {
  return texts.flatMap((text) => parsePlatform(text) ?? []);
}

function repositoriesOf(raw: NonNullable<RawTarget['repositories']>, path: Path, yaml: YamlValue): RepositorySettings {
  const { readers, tags, kmsKey } = raw;
  const given = (Object.keys(raw) as RepositoryKey[]).filter((key) => raw[key] !== undefined);
  return {
    create: raw.create ?? false,
    update: raw.update ?? false,
    ...present({ policy: raw.policy, lifecycle: raw.lifecycle, untaggedDays: raw.untaggedDays }),
    ...(readers === undefined
      ? {}
      : { readers: typeof readers === 'string' ? { file: readers } : { accounts: readers } }),
    ...(tags === undefined ? {} : { tags: typeof tags === 'string' ? { file: tags } : { values: tags } }),
    ...(kmsKey === undefined ? {} : { kmsKey: typeof kmsKey === 'string' ? { value: kmsKey } : kmsKey }),
    scanOnPush: raw.scanOnPush ?? false,
    immutableTags: raw.immutableTags ?? false,
    mutableTags: raw.mutableTags ?? [],
    throttleMs: raw.throttleMs ?? defaultThrottleMs,
    places: Object.fromEntries(given.map((key) => [key, yaml.rangeOf([...path, key])])),
  };
}
