import {
  type Chart,
  type ChartInput,
  chartValues,
  imagesInManifests,
  imagesInTemplates,
  imagesInValues,
  packChart,
} from '#chart';
import { ReleaseError } from '#problem';
import type { Gateways } from '../../gateways.ts';
import type { JobOptions } from '../../job-options.ts';
import type { ImageLook } from '../chart-image.ts';
import type { ChartProblem } from '../chart-plan.ts';
import { chartToggles } from '../helm/chart-toggles.ts';
import { findHelm } from '../helm/find-helm.ts';
import { renderChart } from '../helm/render-chart.ts';
import type { Helm } from '../helm/run-helm.ts';
import type { ChartSwitches } from '../helm/switched-values.ts';
import { type CollectedImages, collectImages } from './collect-images.ts';

/** The images of a chart, and who says so. */
export interface FoundImages extends CollectedImages {
  readonly look: ImageLook;
  /** What Helm renders together: for who renders the same chart once more. */
  readonly switches: readonly ChartSwitches[];
}

/** A Helm of this machine, or why there is none. */
export type HelmAtHand = { readonly helm: Helm } | { readonly why: string };

/** @throws the signal's reason, and nothing else: without a Helm there is another way */
export async function helmAtHand({ programs }: Pick<Gateways, 'programs'>, signal?: AbortSignal): Promise<HelmAtHand> {
  try {
    const helm = await findHelm(programs, signal);
    return helm ? { helm } : { why: 'no helm program was found' };
  } catch (error) {
    signal?.throwIfAborted();
    return { why: ReleaseError.from(error).message };
  }
}

/**
 * Every image that a chart needs, those of its subcharts included: by rendering it with a Helm of this machine, with default values and
 * with everything on; else from its values and templates.
 * @param values that buyers would get besides the chart's own
 * @throws the signal's reason; what reading the input throws
 */
export async function findImages(
  { chart, input }: { readonly chart: Chart; readonly input: ChartInput },
  values: Readonly<Record<string, unknown>>,
  at: HelmAtHand,
  { files, programs }: Pick<Gateways, 'files' | 'programs'>,
  { signal }: Pick<JobOptions, 'signal'>,
): Promise<FoundImages> {
  const defaults = chartValues(chart);
  const named = { values: imagesInValues(chart, defaults), templates: imagesInTemplates(chart, defaults) };
  const byValues = (why: string, problems: readonly ChartProblem[] = []): FoundImages => {
    const found = collectImages(named);
    return { ...found, problems: [...problems, ...found.problems], look: { by: 'values', why }, switches: [] };
  };
  if ('why' in at) return byValues(at.why);
  try {
    const rendered = await files.temporary(async (folder) => {
      const place = `${folder}/chart.tgz`;
      await files.writeBytes(place, packChart(chart.metadata.name, chart.files, input, signal));
      return renderChart(at.helm, place, programs, { values, toggles: chartToggles(defaults) }, signal);
    });
    const byDefault = imagesInManifests(rendered.defaults);
    const all = rendered.switchedOn.map(({ manifests }) => imagesInManifests(manifests));
    const found = collectImages({
      ...named,
      rendered: {
        defaults: byDefault.images,
        all: all.flatMap(({ images }) => images),
        texts: [rendered.defaults, ...rendered.switchedOn.map(({ manifests }) => manifests)],
      },
    });
    const unread = [byDefault, ...all]
      .flatMap(({ problems }) => problems)
      .map(
        ({ message }): ChartProblem => ({
          file: 'rendered manifests',
          rule: 'chart-image-unclear',
          severity: 'warning',
          message: `A manifest that Helm has rendered cannot be read, so its images are not known: ${message}`,
        }),
      );
    const keptOff = rendered.keptOff.map(
      ({ toggle, reason }): ChartProblem => ({
        file: 'values.yaml',
        rule: 'chart-partly-rendered',
        severity: 'warning',
        message: `${toggle} could not be switched on: ${reason}`,
        hint: 'Images that only this part needs are not seen. A value that it asks for goes under values of the chart in the settings.',
      }),
    );
    return {
      ...found,
      problems: [...found.problems, ...unread, ...keptOff],
      isWhole: found.isWhole && unread.length === 0,
      look: { by: 'helm', version: at.helm.version },
      switches: rendered.switchedOn.map(({ switches }) => switches),
    };
  } catch (error) {
    signal?.throwIfAborted();
    const { code, message, hint } = ReleaseError.from(error);
    if (code !== 'chart-render-failed' && code !== 'helm-failed') throw error;
    // What does not render has images all the same.
    const told = { file: 'Chart.yaml', rule: code, severity: 'warning' as const, message };
    return byValues(message, [{ ...told, ...(hint === undefined ? {} : { hint }) }]);
  }
}
