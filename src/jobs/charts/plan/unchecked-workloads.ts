import type { InjectedPart } from '#chart';
import { matchPath } from '#formats';
import type { ChartProblem } from '../chart-plan.ts';
import { fields, type RenderedObject, renderedObjects } from './rendered-objects.ts';

const workload = /Deployment|StatefulSet|DaemonSet/;

/**
 * Pods of an EKS add-on that begin without the check of the licence although they were chosen: a template may write its pods in ways that only a
 * rendering shows, with a computed kind, as JSON, in a list.
 * @param renderings of the chart as it would be released, each with other switches
 * @param told templates that injecting has told of already
 */
export function uncheckedWorkloads(
  renderings: readonly string[],
  { delivery, parts }: { readonly delivery: 'helm' | 'eks-add-on'; readonly parts: readonly InjectedPart[] },
  told: ReadonlySet<string>,
): ChartProblem[] {
  const check = parts.find((part) => part.kind === 'license-check');
  if (delivery !== 'eks-add-on' || !check) return [];
  const { workloads } = check;
  const isChosen = (source: string) =>
    source.startsWith('templates/') &&
    !told.has(source) &&
    (workloads === undefined || workloads.some((pattern) => matchPath(pattern, source)));
  const found = renderings
    .flatMap((rendering) => renderedObjects(rendering, ({ source, text }) => isChosen(source) && workload.test(text)))
    .filter((object) => ['Deployment', 'StatefulSet', 'DaemonSet'].includes(object.kind) && !isChecked(object));
  const distinct = new Map(found.map((object) => [JSON.stringify([object.source, object.kind, object.name]), object]));
  return [...distinct.values()].map(({ source, kind, name }) => ({
    file: source,
    rule: 'chart-workload-not-editable',
    severity: 'error',
    message: `The ${kind} ${name} is rendered without the licence check that its pods should begin with.`,
    hint: 'Add {{- include "awsmp.licenseCheckContainer" $ | nindent 8 }} to the init containers there by hand, or choose other templates with workloads.',
  }));
}

function isChecked({ value }: RenderedObject): boolean {
  const { initContainers } = fields(fields(fields(value.spec).template).spec);
  return Array.isArray(initContainers) && initContainers.some((one) => fields(one).name === 'awsmp-license-check');
}
