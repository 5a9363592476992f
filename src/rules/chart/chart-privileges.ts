import type { ChartEvidence, ManifestEvidence } from './chart-evidence.ts';
import type { FoundInChart } from './chart-problems.ts';
import { chartRule, securityPolicies } from './chart-rule.ts';
import { fieldsOf, itemsOf, podSpecs } from './pod-specs.ts';
import { rangeIn } from './range-in.ts';

const hint = 'Take it out, or say in the usage instructions why the product cannot do without.';
/** What each asks for, by the key that is true. */
const switches: Readonly<Record<string, string>> = {
  privileged: 'all rights on the machine',
  hostNetwork: 'the network of the machine',
  hostPID: 'the processes of the machine',
  hostIPC: "the machine's memory between processes",
  allowPrivilegeEscalation: 'to get more rights than it began with',
};

/** AWS names no field: which are asked after is our choice (Kubernetes, "Pod Security Standards", and roles that may do everything). */
export const chartPrivileges = chartRule(
  {
    code: 'chart-privileges',
    why: 'A product should run with the least rights it can do with. Reviewers ask about every one of these.',
    source: `${securityPolicies}; Kubernetes documentation, "Pod Security Standards"`,
    severity: { marketplace: 'warning' },
    helpedBy: 'rendered',
  },
  (chart, rendered) =>
    rendered?.manifests
      ? rendered.manifests.flatMap((manifest) => ofManifest(chart, manifest))
      : [...ofTemplates(chart), ...ofValues(chart)],
);

function ofManifest(chart: ChartEvidence, manifest: ManifestEvidence): FoundInChart[] {
  const { source, kind, name, value } = manifest;
  const found = new Map<string, string>();
  for (const { spec, containers } of podSpecs(value)) {
    for (const key of ['hostNetwork', 'hostPID', 'hostIPC'])
      if (spec[key] === true) found.set(key, switches[key] ?? '');
    if (itemsOf(spec.volumes).some((volume) => fieldsOf(volume).hostPath))
      found.set('hostPath', 'files of the machine');
    for (const container of containers) {
      const context = fieldsOf(container.securityContext);
      for (const key of ['privileged', 'allowPrivilegeEscalation'])
        if (context[key] === true) found.set(key, switches[key] ?? '');
      const added = itemsOf(fieldsOf(context.capabilities).add);
      if (added.length > 0) found.set('capabilities', `the capabilities ${added.join(', ').slice(0, 80)}`);
    }
  }
  if (isRole(kind) && itemsOf(fieldsOf(value).rules).some(isForAll))
    found.set('rules', 'to do everything with everything');
  return [...found].map(([key, what]) => ({
    ...rangeIn(chart, source, key),
    message: `${kind} ${name} asks for ${what} (${key}).`,
    hint,
  }));
}

function isRole(kind: string): boolean {
  return kind === 'Role' || kind === 'ClusterRole';
}

/** All verbs on all resources. A wildcard in one of them alone is usual in operators. */
function isForAll(rule: unknown): boolean {
  const { verbs, resources } = fieldsOf(rule);
  return itemsOf(verbs).includes('*') && itemsOf(resources).includes('*');
}

/** Without helm: what is written into the templates. */
function ofTemplates({ templates }: ChartEvidence): FoundInChart[] {
  return templates.flatMap(({ path, keys }) =>
    keys.flatMap(({ key, value, range }) => {
      const what =
        key === 'hostPath' && !value.includes('{{')
          ? 'files of the machine'
          : value === 'true'
            ? switches[key]
            : undefined;
      return what === undefined ? [] : [{ path, range, message: `A template asks for ${what} (${key}).`, hint }];
    }),
  );
}

/** …and what default values say, where they are those of a pod. */
function ofValues({ values }: ChartEvidence): FoundInChart[] {
  return values.flatMap(({ path, entries }) =>
    entries.flatMap(({ path: value, value: is, range }) => {
      const key = value.at(-1) ?? '';
      const isPods = key.startsWith('host') || value.some((one) => /securityContext$/i.test(one));
      const what = is === true && isPods && Object.hasOwn(switches, key) ? switches[key] : undefined;
      if (what === undefined) return [];
      return [{ path, range, message: `By default the chart asks for ${what} (${value.join('.')}).`, hint }];
    }),
  );
}
