import type { ChartEvidence } from './chart-evidence.ts';
import type { FoundInChart } from './chart-problems.ts';
import { chartRule, securityPolicies } from './chart-rule.ts';
import { type Fields, fieldsOf, podSpecs } from './pod-specs.ts';
import { rangeIn } from './range-in.ts';

const hint =
  'Give it a user by number (runAsUser: 1001, runAsNonRoot: true), and the files that it writes to this user.';

/** A chart that starts containers as root undoes what the image says. */
export const chartRunsAsRoot = chartRule(
  {
    code: 'chart-runs-as-root',
    why: 'A process that breaks out of a container that runs as root is root on the machine.',
    source: securityPolicies,
    severity: { marketplace: 'warning', ecr: 'info', oci: 'info' },
    helpedBy: 'rendered',
  },
  (chart, rendered) => {
    if (!rendered?.manifests) return [...ofTemplates(chart), ...ofValues(chart)];
    return rendered.manifests.flatMap(({ source, kind, name, value }) => {
      const key = podSpecs(value)
        .flatMap(({ spec, containers }) => [spec, ...containers])
        .map((one) => rootKey(fieldsOf(one.securityContext)))
        .find((one) => one !== undefined);
      if (key === undefined) return [];
      return [{ ...rangeIn(chart, source, key), message: `Containers of ${kind} ${name} run as root (${key}).`, hint }];
    });
  },
);

function rootKey({ runAsUser, runAsNonRoot }: Fields): string | undefined {
  if (runAsUser === 0 || runAsUser === '0') return 'runAsUser';
  return runAsNonRoot === false && runAsUser === undefined ? 'runAsNonRoot' : undefined;
}

function ofTemplates({ templates }: ChartEvidence): FoundInChart[] {
  return templates.flatMap(({ path, keys }) =>
    keys
      .filter(
        ({ key, value }) => (key === 'runAsUser' && value === '0') || (key === 'runAsNonRoot' && value === 'false'),
      )
      .map(({ key, range }) => ({ path, range, message: `A template has containers run as root (${key}).`, hint })),
  );
}

/** Of a security context that is switched off by `enabled: false` nothing comes. */
function ofValues({ values }: ChartEvidence): FoundInChart[] {
  return values.flatMap(({ path, entries }) => {
    const off = new Set(
      entries.flatMap((entry) =>
        entry.path.at(-1) === 'enabled' && entry.value === false ? entry.path.slice(0, -1).join('\0') : [],
      ),
    );
    return entries.flatMap(({ path: value, value: is, range }) => {
      const key = value.at(-1);
      const isRoot = (key === 'runAsUser' && is === 0) || (key === 'runAsNonRoot' && is === false);
      const isOff = value.some((_, length) => off.has(value.slice(0, length).join('\0')));
      if (!isRoot || isOff) return [];
      return [{ path, range, message: `By default containers run as root (${value.join('.')}).`, hint }];
    });
  });
}
