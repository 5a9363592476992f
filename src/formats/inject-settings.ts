import type { TextProblem } from '#problem';
import type { EntitlementSetting, InjectionSetting } from './chart-model.ts';
import type { RawInjection } from './inject-schema.ts';
import { present } from './present.ts';
import { quote } from './quote.ts';
import type { Path, YamlValue } from './yaml-value.ts';

type RawLicenseCheck = NonNullable<Exclude<RawInjection, string>['license-check']>;

/** `inject` of a chart as the schema has accepted it. */
export function injectionSettings(
  raw: readonly RawInjection[],
  path: Path,
  yaml: YamlValue,
): readonly InjectionSetting[] {
  return raw.flatMap((one, position): InjectionSetting[] => {
    const here = [...path, position];
    if (typeof one === 'string') return [{ kind: 'manifests', files: one, range: yaml.rangeOf(here) }];
    return [
      ...licenseCheck(one['license-check'], [...here, 'license-check'], yaml),
      ...firstUserPassword(one['first-user-password'], [...here, 'first-user-password'], yaml),
    ];
  });
}

function licenseCheck(raw: RawLicenseCheck | undefined, path: Path, yaml: YamlValue): InjectionSetting[] {
  if (!raw) return [];
  const { product, entitlements, consumption = 'provisional', image, workloads } = raw;
  return [
    {
      kind: 'license-check',
      product,
      entitlements: entitlements.map(entitlementOf),
      consumption,
      image,
      imageRange: yaml.rangeOf([...path, 'image']),
      ...present({ workloads }),
      range: yaml.keyRangeOf(path),
    },
  ];
}

function entitlementOf(raw: RawLicenseCheck['entitlements'][number]): EntitlementSetting {
  if (typeof raw === 'string') return { name: raw, unit: 'None' };
  const { name, value, unit = value === undefined ? 'None' : 'Count' } = raw;
  return { name, unit, ...present({ value }) };
}

function firstUserPassword(
  raw: Exclude<RawInjection, string>['first-user-password'],
  path: Path,
  yaml: YamlValue,
): InjectionSetting[] {
  if (!raw) return [];
  const { secret, key = 'password', username, length = 24 } = raw;
  const range = yaml.keyRangeOf(path);
  return [{ kind: 'first-user-password', secret, key, ...present({ username }), length, range }];
}

/** What is wrong with what is injected although each key of it is right. */
export function injectionProblems(
  raw: readonly RawInjection[],
  delivery: 'helm' | 'eks-add-on',
  path: Path,
  yaml: YamlValue,
): TextProblem[] {
  const seen = new Set<string>();
  return raw.flatMap((one, position) => {
    const here = [...path, position];
    const [name, names] = typeof one === 'string' ? [one, quote(one)] : [kindOf(one), kindOf(one)];
    const check = typeof one === 'string' ? undefined : one['license-check'];
    const problems = check ? licenseProblems(check, delivery, [...here, 'license-check'], yaml) : [];
    if (seen.has(name)) problems.push(invalid(yaml.rangeOf(here), `${names} stands here for the second time.`));
    seen.add(name);
    return problems;
  });
}

function kindOf(one: Exclude<RawInjection, string>): string {
  return one['license-check'] ? 'license-check' : 'first-user-password';
}

function licenseProblems(
  { entitlements, consumption, workloads }: RawLicenseCheck,
  delivery: 'helm' | 'eks-add-on',
  path: Path,
  yaml: YamlValue,
): TextProblem[] {
  const problems = entitlements.flatMap((raw, position): TextProblem[] => {
    const { name, unit, value } = entitlementOf(raw);
    const range = yaml.rangeOf([...path, 'entitlements', position]);
    if (entitlements.slice(0, position).some((before) => entitlementOf(before).name === name)) {
      return [invalid(range, `${quote(name)} stands here for the second time.`)];
    }
    if (unit === 'None' && value !== undefined) {
      return [invalid(range, `${quote(name)} has a value, but the unit None counts nothing.`, 'Write unit: Count.')];
    }
    if (unit !== 'None' && value === undefined) {
      return [invalid(range, `${quote(name)} is counted in ${unit}, but has no value.`, 'Write value: "1".')];
    }
    if (consumption === 'perpetual' && value === undefined) {
      return [
        invalid(
          range,
          `A perpetual consumption uses up a quantity, and ${quote(name)} names none.`,
          `Write { name: ${name}, unit: Count, value: "1" }, or consumption: provisional.`,
        ),
      ];
    }
    return [];
  });
  if (consumption === 'perpetual' && delivery === 'eks-add-on') {
    const message = 'Each pod of an EKS add-on checks the licence, and with a perpetual consumption uses it up again.';
    const hint = 'Write consumption: provisional, or have the application count what it uses.';
    problems.push(invalid(yaml.rangeOf([...path, 'consumption']), message, hint));
  }
  if (workloads && delivery === 'helm') {
    const message = 'workloads are chosen for an EKS add-on only; with Helm the check runs before the installation.';
    const hint = 'Leave workloads out, or write delivery: eks-add-on.';
    problems.push(invalid(yaml.keyRangeOf([...path, 'workloads']), message, hint));
  }
  return problems;
}

function invalid(range: TextProblem['range'], message: string, hint?: string): TextProblem {
  return { rule: 'setting-invalid', severity: 'error', range, message, ...present({ hint }) };
}
