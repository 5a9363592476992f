import { type Chart, type ChartInput, chartValues, imagesInValues, packChart, readChart } from '#chart';
import { ReleaseError } from '#problem';
import { type ChartPlace, gradeProblems, runRules, silencedRules } from '#rules';
import type { Gateways } from '../../gateways.ts';
import type { SilencedRule } from '../../trust/judgement.ts';
import { chartEvidence } from '../chart-evidence.ts';
import type { ChartPlan, ChartProblem } from '../chart-plan.ts';
import type { GatheredChart } from '../gather/gather-chart.ts';
import { chartToggles } from '../helm/chart-toggles.ts';
import { lintChart } from '../helm/lint-chart.ts';
import { renderChart } from '../helm/render-chart.ts';
import type { Helm } from '../helm/run-helm.ts';
import type { HelmAtHand } from '../images/find-images.ts';
import { type HelmSaid, renderedEvidence } from '../rendered-evidence.ts';
import { ruleProblems } from './chart-problems.ts';
import type { MadeChart } from './made-chart.ts';

/** A chart as it would be released, and where it comes from. */
interface Result {
  readonly made: MadeChart;
  readonly opened: { readonly input: ChartInput; readonly source: string };
  readonly gathered: GatheredChart;
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
  { made, opened, gathered }: Result,
  at: HelmAtHand,
  { files, programs }: Pick<Gateways, 'files' | 'programs'>,
  signal?: AbortSignal,
): Promise<CheckedResult> {
  const { metadata, files: packed } = made.injected;
  const open = () => packChart(metadata.name, packed, opened.input);
  // As whoever pulls it reads it.
  const chart = await readChart({ kind: 'archive', open }, undefined, signal);
  const { targetSettings: target, grades } = gathered;
  const said = 'helm' in at ? await askHelm(at.helm, { chart, open }, { files, programs }, signal) : at;
  const evidence = {
    chart: chartEvidence(chart, {
      target,
      name: gathered.key,
      delivery: gathered.delivery,
      isPaid: gathered.parts.some(({ kind }) => kind === 'license-check'),
      isInjected: true,
      place: await placeOf(gathered, opened.source, files),
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
    problems: ruleProblems(problems),
    silenced: silencedRules(suppressed),
  };
}

/** @returns why not, where that Helm cannot be used after all */
function askHelm(
  helm: Helm,
  { chart, open }: { readonly chart: Chart; readonly open: () => AsyncIterable<Uint8Array> },
  { files, programs }: Pick<Gateways, 'files' | 'programs'>,
  signal?: AbortSignal,
): Promise<HelmSaid | { readonly why: string }> {
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
        const toggles = chartToggles(chartValues(chart));
        const { defaults, switchedOn } = await renderChart(helm, place, programs, { toggles }, signal);
        return { ...told, manifests: [defaults, ...switchedOn.map(({ manifests }) => manifests)].join('\n---\n') };
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

/** On the files of a folder, else where the settings have the chart. */
async function placeOf(
  { source, place }: GatheredChart,
  words: string,
  files: Pick<Gateways['files'], 'kindOf'>,
): Promise<ChartPlace> {
  if ('path' in source && (await files.kindOf(source.path)) === 'folder') return { folder: source.path };
  return place ?? { file: words, range: { line: 1, column: 1, endLine: 1, endColumn: 1 } };
}
