import { type Chart, readChart, type ValueImage } from '#chart';
import { parseSettings, type TargetSettings } from '#formats';
import type { Problem } from '#problem';
import { type ChartEvidence, runRules } from '#rules';
import { type ChartAbout, chartEvidence } from '../../src/jobs/charts/chart-evidence.ts';
import { type HelmSaid, renderedEvidence } from '../../src/jobs/charts/rendered-evidence.ts';
import { registries } from './image-evidence.ts';

/** A chart as a test writes it: its files, and what is known of it. */
export interface ChartOf
  extends Partial<Pick<ChartEvidence, 'delivery' | 'isPaid' | 'isInjected' | 'declared' | 'place' | 'origins'>> {
  readonly kind?: keyof typeof registries;
  readonly files: Readonly<Record<string, string>>;
  readonly images?: readonly ValueImage[];
  /** What helm would say; without it none is at hand. */
  readonly helm?: HelmSaid;
}

export const chartYaml = 'apiVersion: v2\nname: web\nversion: 1.0.0\nappVersion: "1.2"\n';

/** Reads a chart from its files; a `Chart.yaml` is there when the test has none. */
export function chartOf(files: Readonly<Record<string, string>>): Promise<Chart> {
  const all = { 'Chart.yaml': chartYaml, ...files };
  return readChart({
    kind: 'folder',
    files: Object.entries(all).map(([path, text]) => ({
      path,
      async *open() {
        yield Buffer.from(text);
      },
    })),
  });
}

function targetOf(kind: keyof typeof registries): TargetSettings {
  const target = parseSettings(`version: 1\ntarget:\n  registry: ${registries[kind]}\n  kind: ${kind}\n`).model
    ?.targets[0];
  if (!target) throw new Error('no target');
  return target;
}

/** What the rules find in a chart that is a folder called `web`. */
export function chartEvidenceProblems(
  chart: Chart,
  { kind = 'marketplace', helm, ...about }: Omit<ChartOf, 'files'>,
): Problem[] {
  const target = targetOf(kind);
  const given: ChartAbout = {
    ...{
      target,
      name: 'web',
      delivery: 'helm',
      isPaid: false,
      isInjected: false,
      images: [],
      place: { folder: 'web' },
    },
    ...about,
  };
  return runRules({
    chart: chartEvidence(chart, given),
    ...(helm ? { rendered: renderedEvidence(target, helm) } : {}),
  });
}

/** The same, of a chart by its files. */
export async function chartProblemsOf({ files, ...about }: ChartOf): Promise<Problem[]> {
  return chartEvidenceProblems(await chartOf(files), about);
}

/** The findings of one rule: `path:line severity message`. */
export async function chartFindings(rule: string, chart: ChartOf): Promise<string[]> {
  const problems = await chartProblemsOf(chart);
  return problems
    .filter((problem) => problem.rule === rule)
    .map(({ file, range, severity, message }) => `${file.replace(/^web\//, '')}:${range.line} ${severity} ${message}`);
}
