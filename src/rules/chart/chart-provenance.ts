import { fileStart } from './chart-problems.ts';
import { chartRule } from './chart-rule.ts';

/** A provenance file signs an archive's digest, so it never lies in the archive that it is about. */
export const chartProvenance = chartRule(
  {
    code: 'chart-provenance',
    why: 'A signature that does not fit is worse than none: helm verify refuses the chart.',
    source: 'Helm documentation, "Helm Provenance and Integrity"',
    severity: { marketplace: 'warning', ecr: 'warning', oci: 'warning' },
  },
  ({ files }) =>
    files
      .filter(({ path }) => path.endsWith('.prov'))
      .map(({ path }) => ({
        path,
        range: fileStart,
        message: 'A provenance file lies in the chart, and fits no chart that it lies in.',
        hint: 'Leave it out: .helmignore keeps it away.',
      })),
);
