import { type Reference, repositoryFault } from '#reference';
import type { PlanTarget } from '../../plan-target.ts';
import type { ChartProblem } from '../chart-plan.ts';

/**
 * Where a chart is pushed to. Helm puts the chart's name behind the path that it is given, so the last part of the repository is always
 * that name; a `+` of a version becomes `_`, because no tag can have it (Helm documentation, "Use OCI-based registries").
 * @param path below the target's prefix, without outer slashes
 */
export function chartReference(
  { name, version }: { readonly name: string; readonly version: string },
  path: string,
  { registry, prefix }: Pick<PlanTarget, 'registry' | 'prefix'>,
): Reference {
  const repository = [prefix, path, name].filter((part) => part !== '').join('/');
  return { registry, repository, tag: version.replaceAll('+', '_') };
}

/** What speaks against pushing a chart there, whoever is asked. */
export function referenceProblems(
  { name, version }: { readonly name: string; readonly version: string },
  { repository }: Pick<Reference, 'repository'>,
  { kind }: Pick<PlanTarget, 'kind'>,
): ChartProblem[] {
  const fault = repositoryFault(repository);
  const at = { file: 'Chart.yaml', severity: 'error' as const };
  return [
    ...(fault === undefined
      ? []
      : [
          {
            ...at,
            rule: 'repository-name' as const,
            message: `The chart goes to the repository of its name, and ${repository} is none: ${fault}`,
            hint: `Release it under another name than ${name}: publish.name in the settings.`,
          },
        ]),
    ...(kind === 'marketplace' && version.includes('+')
      ? [
          {
            ...at,
            rule: 'chart-version-build' as const,
            message: `The version ${version} has a + in it, which no tag can have`,
            hint: 'Release it under a version without +: publish.version in the settings. AWS Marketplace lists no chart by a tag with _.',
            awsCode: 'INVALID_HELM_CHART_URI',
          },
        ]
      : []),
  ];
}
