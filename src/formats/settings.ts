import type { TextProblem } from '#problem';
import { canonicalRegistry } from '#reference';
import { attestationProblems, attestationSettings } from './attestation-settings.ts';
import { chartProblems, chartSettings } from './chart-settings.ts';
import { deriveProblems, deriveSettings } from './derive-settings.ts';
import { identityProblems } from './identity-problems.ts';
import { layoutProblems } from './layout-targets.ts';
import { lineIndex } from './line-index.ts';
import { fileStart, type Parsed } from './parsed.ts';
import { passwordSource } from './password-source.ts';
import { present } from './present.ts';
import { ruleGrades } from './rules-schema.ts';
import { scanProblems, scanSettings } from './scan-settings.ts';
import {
  defaultFiles,
  type NameMapping,
  type Original,
  type RegistrySettings,
  type Settings,
} from './settings-model.ts';
import { settingsProblems } from './settings-problems.ts';
import { type RawSettings, type RawTarget, settingsSchema } from './settings-schema.ts';
import { isLayout, layoutFolder } from './target-schema.ts';
import { isMarketplace, targetProblems as problemsOfTarget, targetOf } from './target-settings.ts';
import { trimSlashes } from './trim-slashes.ts';
import { type Path, readYamlValue, type YamlValue } from './yaml-value.ts';

/** The values of a chart go into its `values.yaml`, and mean here what they mean there. */
function isOfHelm(path: Path): boolean {
  return path[0] === 'charts' ? path[2] === 'values' : path[0] === 'chart' && path[1] === 'values';
}

/**
 * Reads `marketplace.yaml`, defaults filled in. There is a model only when nothing is an error: half-read settings
 * could send a release to the wrong place.
 */
export function parseSettings(text: string): Parsed<Settings | undefined> {
  const yaml = readYamlValue(text, lineIndex(text), isOfHelm);
  // A text that could not be read says nothing worth checking; a key that stands twice leaves the rest readable.
  if (yaml.problems.some(({ rule }) => rule.startsWith('text-'))) return { model: undefined, problems: yaml.problems };
  if (yaml.value === undefined) {
    return refuse('setting-missing', 'The file is empty.', 'Begin it with: version: 1');
  }
  const checked = settingsSchema.safeParse(yaml.value);
  if (!checked.success) {
    return { model: undefined, problems: [...yaml.problems, ...settingsProblems(checked.error.issues, yaml)] };
  }
  const raw = checked.data;
  const problems = [
    ...yaml.problems,
    ...targetProblems(raw, yaml),
    ...targetsOf(raw).flatMap(([, target, path]) => problemsOfTarget(target, path, yaml)),
    ...layoutProblems(targetsOf(raw), yaml),
    ...registryProblems(raw, yaml),
    ...identityProblems(raw, targetsOf(raw), yaml),
    ...chartProblems(
      raw,
      targetsOf(raw).some(([, target]) => isMarketplace(target)),
      yaml,
    ),
    ...attestationProblems(raw.attestations ?? [], yaml),
    ...deriveProblems(raw.derive ?? {}, yaml),
    ...(raw.scan ? scanProblems(raw.scan, yaml) : []),
  ];
  const isWrong = problems.some(({ severity }) => severity === 'error');
  return { model: isWrong ? undefined : settingsOf(raw, yaml), problems };
}

function refuse(rule: TextProblem['rule'], message: string, hint: string): Parsed<undefined> {
  return { model: undefined, problems: [{ rule, severity: 'error', range: fileStart, message, hint }] };
}

function targetProblems(raw: RawSettings, yaml: YamlValue): TextProblem[] {
  if (raw.target && raw.targets) {
    const range = yaml.keyRangeOf(['targets']);
    const message = 'The file has both target and targets.';
    const hint = 'Move the single target under targets and give it a name.';
    return [{ rule: 'setting-invalid', severity: 'error', range, message, hint }];
  }
  if (raw.target || Object.keys(raw.targets ?? {}).length > 0) return [];
  const range = raw.targets ? yaml.keyRangeOf(['targets']) : fileStart;
  const message = 'The file names no target.';
  const hint = 'Write target: with a registry under it, or targets: with several by name.';
  return [{ rule: 'setting-missing', severity: 'error', range, message, hint }];
}

function registryProblems(raw: RawSettings, yaml: YamlValue): TextProblem[] {
  const problems: TextProblem[] = [];
  const seen = new Map<string, string>();
  const pushedTo = new Set(targetsOf(raw).map(([, { registry }]) => canonicalRegistry(registry)));
  for (const [host, registry] of Object.entries(raw.registries ?? {})) {
    const range = yaml.keyRangeOf(['registries', host]);
    const first = seen.get(canonicalRegistry(host));
    if (first !== undefined) {
      const message = `registries.${host} means the same registry as ${first}.`;
      problems.push({ rule: 'duplicate-key', severity: 'error', range, message });
    }
    seen.set(canonicalRegistry(host), host);
    if (registry.mirror !== undefined && isLayout(registry.mirror) && pushedTo.has(canonicalRegistry(host))) {
      const message = `registries.${host}.mirror is a folder, but ${host} is the registry of a target.`;
      const hint = 'What is pushed to is not read from a folder: leave the mirror out.';
      const at = yaml.rangeOf(['registries', host, 'mirror']);
      problems.push({ rule: 'setting-invalid', severity: 'error', range: at, message, hint });
    }
    const missing = registry.username === undefined ? 'username' : 'password';
    if ((registry.username === undefined) !== (registry.password === undefined)) {
      const message = `registries.${host}.${missing} is missing; a login is a username and a password.`;
      problems.push({ rule: 'setting-missing', severity: 'error', range, message });
    }
  }
  return problems;
}

/** The targets by name, and where each stands. */
function targetsOf(raw: RawSettings): readonly [name: string, target: RawTarget, path: Path][] {
  if (raw.target) return [['default', raw.target, ['target']]];
  return Object.entries(raw.targets ?? {}).map(([name, target]) => [name, target, ['targets', name]]);
}

function settingsOf(raw: RawSettings, yaml: YamlValue): Settings {
  const files = raw.files ?? {};
  return {
    targets: targetsOf(raw).map(([name, target, path]) => targetOf(name, target, path, yaml)),
    registries: Object.entries(raw.registries ?? {}).map(([host, registry]) => registryOf(host, registry, yaml)),
    names: (raw.names ?? []).map(({ from, to }, position) => nameOf(from, to, position, yaml)),
    originals: (raw.originals ?? []).map((original, position) => originalOf(original, position, yaml)),
    rules: ruleGrades(raw.rules ?? {}),
    attestations: attestationSettings(raw.attestations ?? [], yaml),
    derive: deriveSettings(raw.derive ?? {}, yaml),
    ...(raw.scan ? { scan: scanSettings(raw.scan, yaml) } : {}),
    ...(raw.seller ? { seller: present(raw.seller) } : {}),
    files: {
      releases: files.releases ?? defaultFiles.releases,
      images: files.images ?? defaultFiles.images,
      forms: files.forms ?? defaultFiles.forms,
      unpaired: files.unpaired ?? defaultFiles.unpaired,
    },
    charts: chartSettings(raw, yaml),
    report: present({ log: raw.report?.log, upload: raw.report?.upload }),
  };
}

function registryOf(
  host: string,
  raw: NonNullable<RawSettings['registries']>[string],
  yaml: YamlValue,
): RegistrySettings {
  const { username, password, mirror } = raw;
  const login = username !== undefined && password ? { username, password: passwordSource(password) } : undefined;
  const from =
    mirror === undefined ? {} : isLayout(mirror) ? { layout: layoutFolder(mirror) } : { mirror: trimSlashes(mirror) };
  return {
    host: canonicalRegistry(host),
    ...present({ profile: raw.profile, role: raw.role, region: raw.region }),
    ...present({ login, ca: raw.ca, plainHttp: raw.plainHttp, ...from }),
    ...(raw.ca === undefined ? {} : { caRange: yaml.rangeOf(['registries', host, 'ca']) }),
    range: yaml.keyRangeOf(['registries', host]),
  };
}

function originalOf(
  { from, to }: { readonly from: string; readonly to: string },
  position: number,
  yaml: YamlValue,
): Original {
  return { from: trimSlashes(from), to: trimSlashes(to), range: yaml.rangeOf(['originals', position]) };
}

/** Docker Hub's other hosts mean Docker Hub in a pattern too; a first part with a star is no host. */
function nameOf(from: string, to: string, position: number, yaml: YamlValue): NameMapping {
  const slash = from.includes('/') ? from.indexOf('/') : from.length;
  const host = from.slice(0, slash);
  const canonical = host.includes('*') ? from : canonicalRegistry(host) + from.slice(slash);
  return { from: canonical, to, range: yaml.rangeOf(['names', position]) };
}
