import type { ChartEvidence, KeyEvidence, ManifestEvidence, TemplateEvidence } from './chart-evidence.ts';
import type { FoundInChart } from './chart-problems.ts';
import { chartRule, containerPolicies } from './chart-rule.ts';
import { fieldsOf, podSpecs } from './pod-specs.ts';
import { rangeIn } from './range-in.ts';

const hook = 'helm.sh/hook';
const hint = 'Write serviceAccountName: {{ .Values.serviceAccount.name }}, or a helper that takes the name from there.';

/**
 * Pods of a paid product run under a service account that the buyer binds to a role (IRSA), by a name from the values. Which pods ask AWS is not
 * known, so one without it is a warning at most.
 */
export const chartServiceAccount = chartRule(
  {
    code: 'chart-service-account',
    why: 'AWS Marketplace gives buyers a service account to run a paid product under, by MarketplaceServiceAccountName or by an override of values.',
    source: containerPolicies,
    severity: { marketplace: 'warning' },
    helpedBy: 'rendered',
  },
  (chart, rendered) => {
    if (!chart.isPaid) return [];
    const fixed = chart.templates.flatMap((template) =>
      template.keys.filter(isFixed).map((key) => fixedName(template, key)),
    );
    const without = rendered?.manifests ? withoutRendered(chart, rendered.manifests) : withoutAny(chart);
    // By Helm the check is a Job with an account of its own; the other pods need none unless they ask AWS themselves.
    const isLess = chart.delivery === 'helm';
    return [...fixed, ...without.map((one) => (isLess ? { ...one, severity: 'info' as const } : one))];
  },
);

function isFixed({ key, value }: KeyEvidence): boolean {
  return key === 'serviceAccountName' && value !== '' && value !== '""' && !value.includes('{{');
}

function fixedName({ path }: TemplateEvidence, { range }: KeyEvidence): FoundInChart {
  return { path, range, message: 'The service account has a fixed name, which no buyer can change.', hint };
}

/** Once a template, however many objects come from it. */
function withoutRendered(chart: ChartEvidence, manifests: readonly ManifestEvidence[]): FoundInChart[] {
  const bySource = new Map<string | undefined, string[]>();
  for (const { source, kind, name, value } of manifests) {
    const pods = podSpecs(value).filter(({ spec }) => !spec.serviceAccountName && !spec.serviceAccount);
    if (pods.length === 0 || isTest(value)) continue;
    bySource.set(source, [...(bySource.get(source) ?? []), `${kind} ${name}`.trim()]);
  }
  return [...bySource].map(([source, names]) =>
    missing(`The pods of ${[...new Set(names)].join(', ')} run`, rangeIn(chart, source, 'containers')),
  );
}

/** `helm test` runs it by hand; it needs no rights. */
function isTest(manifest: unknown): boolean {
  const { annotations } = fieldsOf(fieldsOf(manifest).metadata);
  return /\btest\b/.test(String(fieldsOf(annotations)[hook] ?? ''));
}

/** A pod's spec and the name of its account stand in one file nearly always. */
function withoutAny({ templates }: ChartEvidence): FoundInChart[] {
  return templates.flatMap(({ path, subchart, keys }) => {
    if (subchart !== '' || keys.some(({ key }) => /^serviceAccount(?:Name)?$/.test(key))) return [];
    if (keys.some(({ key, value }) => key === hook && /\btest\b/.test(value))) return [];
    const containers = keys.find(({ key }) => key === 'containers');
    return containers ? [missing('The pods run', { path, range: containers.range })] : [];
  });
}

function missing(who: string, place: Pick<FoundInChart, 'path' | 'range'>): FoundInChart {
  return { ...place, message: `${who} under the default service account, which no buyer should bind.`, hint };
}
