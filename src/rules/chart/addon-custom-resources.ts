import { quote } from '#formats';
import { alsoRendered } from './also-rendered.ts';
import type { ChartEvidence, KeyEvidence } from './chart-evidence.ts';
import type { FoundInChart } from './chart-problems.ts';
import { addonPolicies, chartRule } from './chart-rule.ts';

/** A definition and objects of it in one add-on: the objects come too early. */
export const addonCustomResources = chartRule(
  {
    code: 'addon-custom-resources',
    why: 'EKS applies all of an add-on at once, and an object whose kind is defined by the same add-on may come before its definition.',
    source: addonPolicies,
    only: 'eks-add-on',
    helpedBy: 'rendered',
    awsCode: 'INVALID_HELM_OBJECTS',
  },
  (chart, rendered) => {
    const { templates, definitions } = chart;
    const written = [...definitions, ...templates].flatMap(({ keys }) => definedKinds(keys));
    const kinds = new Set([...written, ...(rendered?.manifests ?? []).flatMap(({ defines }) => defines ?? [])]);
    return alsoRendered(chart, rendered, objectsOf(chart, kinds), ({ kind }) =>
      kinds.has(kind) ? { key: 'kind', message: messageOf(kind), hint } : undefined,
    );
  },
);

const hint = 'Take the object out, and have the operator or the buyer make it.';

function messageOf(kind: string): string {
  return `The chart defines the kind ${quote(kind)}, and makes an object of it here.`;
}

function objectsOf({ templates }: ChartEvidence, kinds: ReadonlySet<string>): FoundInChart[] {
  return templates.flatMap(({ path, keys }) =>
    keys
      .filter(({ key, indent, value }) => key === 'kind' && indent === 0 && kinds.has(value))
      .map(({ value, range }) => ({ path, range, message: messageOf(value), hint })),
  );
}

/** `spec.names.kind` of each CustomResourceDefinition. */
function definedKinds(keys: readonly KeyEvidence[]): string[] {
  const kinds: string[] = [];
  let isDefinition = false;
  let names: number | undefined;
  for (const { key, value, indent } of keys) {
    if (names !== undefined && indent <= names) names = undefined;
    if (key === 'kind' && indent === 0) isDefinition = value === 'CustomResourceDefinition';
    else if (isDefinition && key === 'names' && value === '') names = indent;
    else if (key === 'kind' && names !== undefined) kinds.push(value);
  }
  return kinds;
}
