import { type Chart, type InjectedChart, imagesInValues, readChart } from '#chart';
import { ReleaseError } from '#problem';
import { gradeProblems, type LineOrigin, runRules, silencedRules } from '#rules';
import type { Gateways } from '../../gateways.ts';
import type { SilencedRule } from '../../trust/judgement.ts';
import { chartEvidence } from '../chart-evidence.ts';
import type { ChartPlan, ChartProblem } from '../chart-plan.ts';
import type { GatheredChart } from '../gather/gather-chart.ts';
import { lintChart } from '../helm/lint-chart.ts';
import { renderKnown } from '../helm/render-known.ts';
import type { Helm } from '../helm/run-helm.ts';
import type { ChartSwitches } from '../helm/switched-values.ts';
import type { HelmAtHand } from '../images/find-images.ts';
import { type HelmSaid, renderedEvidence } from '../rendered-evidence.ts';
import type { PlacedChart } from './chart-place.ts';
import { ruleProblems } from './chart-problems.ts';
import { lineOrigins } from './line-origins.ts';
import type { MadeChart } from './made-chart.ts';
import { objectsInTheWay } from './objects-in-the-way.ts';
import { placedProblems } from './placed-problems.ts';
import { uncheckedWorkloads } from './unchecked-workloads.ts';

/** A chart as it would be released, and where it comes from. */
interface Result {
  readonly made: MadeChart;
  readonly gathered: GatheredChart;
  /** Where its problems land. */
  readonly placed: PlacedChart;
  /** What the chart as it was renders with, besides its default values. */
  readonly switches: readonly ChartSwitches[];
}

/** What was found in it, and by whom. */
interface CheckedResult {
  readonly by: ChartPlan['checked'];
  readonly problems: readonly ChartProblem[];
  readonly silenced: SilencedRule[];
}

/**
 * Holds the chart as it would be released against the rules: by its files, and where a Helm is at hand by what that says of the packed
 * chart, linted and rendered with default values and with everything on.
 * @throws the signal's reason; what packing and reading throw
 */
export async function checkResult(
  { made, gathered, placed, switches }: Result,
  at: HelmAtHand,
  { files, programs }: Pick<Gateways, 'files' | 'programs'>,
  signal?: AbortSignal,
): Promise<CheckedResult> {
  const { open } = made;
  // As whoever pulls it reads it.
  const chart = await readChart({ kind: 'archive', open }, undefined, signal);
  const { targetSettings: target, grades } = gathered;
  const said = 'helm' in at ? await askHelm(at.helm, { chart, open, switches }, { files, programs }, signal) : at;
  const evidence = {
    chart: chartEvidence(chart, {
      target,
      name: gathered.key,
      delivery: gathered.delivery,
      isPaid: gathered.parts.some(({ kind }) => kind === 'license-check'),
      isInjected: true,
      place: placed.place,
      origins: originsOf(made.injected.changes),
      images: imagesInValues(chart),
    }),
    ...('why' in said ? {} : { rendered: renderedEvidence(target, said) }),
  };
  const { problems, suppressed } = gradeProblems(runRules(evidence), grades, target.kind);
  return {
    by:
      'why' in said || !('helm' in at)
        ? { by: 'static', why: 'why' in said ? said.why : '' }
        : { by: 'helm', version: at.helm.version },
    problems: [
      ...ruleProblems(problems),
      ...('why' in said ? [] : placedProblems(renderedProblems(said, made, gathered), placed)),
    ],
    silenced: silencedRules(suppressed),
  };
}

/** A chart as it would be released, packed. */
interface PackedChart extends Pick<Result, 'switches'> {
  readonly chart: Chart;
  readonly open: () => AsyncIterable<Uint8Array>;
}

/** What a Helm said of it, rendering by rendering. */
interface RenderedResult extends HelmSaid {
  readonly renderings?: readonly string[];
  readonly refused?: readonly string[];
}

/** @returns why not, where that Helm cannot be used after all */
function askHelm(
  helm: Helm,
  { chart, open, switches }: PackedChart,
  { files, programs }: Pick<Gateways, 'files' | 'programs'>,
  signal?: AbortSignal,
): Promise<RenderedResult | { readonly why: string }> {
  return files.temporary(async (folder) => {
    const place = `${folder}/chart.tgz`;
    await files.writeBytes(place, open());
    try {
      const { ok, messages } = await lintChart(helm, place, programs, {}, signal);
      const refusals = messages.filter(({ severity }) => severity !== 'info');
      const lint = ok ? [] : refusals.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
      const told = { lint };
      // A library is linted and never rendered.
      if (chart.metadata.type === 'library') return told;
      try {
        const { manifests, refused } = await renderKnown(helm, place, programs, switches, signal);
        return { ...told, manifests: manifests.join('\n---\n'), renderings: manifests, refused };
      } catch (error) {
        if (!ReleaseError.is(error) || error.code !== 'chart-render-failed') throw error;
        return { ...told, failure: error.message };
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (!ReleaseError.is(error) || (error.code !== 'helm-failed' && error.code !== 'chart-render-failed'))
        throw error;
      return { why: error.message };
    }
  });
}

/** Of the files that were there before: people know these by their lines. */
function originsOf(changes: InjectedChart['changes']): Readonly<Record<string, readonly LineOrigin[]>> {
  return Object.fromEntries(
    changes.flatMap(({ path, before, after }) =>
      before === undefined || after === undefined ? [] : [[path, lineOrigins(before, after)]],
    ),
  );
}

/** What only a rendering shows of what was injected. */
function renderedProblems(
  { renderings = [], refused = [] }: RenderedResult,
  { injected: { findings } }: MadeChart,
  gathered: GatheredChart,
): ChartProblem[] {
  const notEditable = findings.flatMap(({ code, file }) => (code === 'chart-workload-not-editable' ? [file] : []));
  return [
    ...refusedProblems(refused),
    ...objectsInTheWay(renderings),
    ...uncheckedWorkloads(renderings, gathered, new Set(notEditable)),
  ];
}

/** The chart rendered with everything on before something was injected, and does not with it. */
function refusedProblems(refused: readonly string[]): ChartProblem[] {
  return refused.map((reason) => ({
    file: 'values.yaml',
    rule: 'chart-partly-rendered',
    severity: 'warning',
    message: `With everything on, Helm renders the chart as it was, and not as it would be released: ${reason}`,
    hint: 'Look at what is injected: something in it does not go with a part that is off by default.',
  }));
}
