import type { ChartEvidence, InChart, RenderedEvidence } from './chart-evidence.ts';
import { imageKeys } from './image-keys.ts';
import { podSpecs } from './pod-specs.ts';
import { rangeIn } from './range-in.ts';

/** An image that the chart needs, at the first place that names it. */
export interface ChartImage extends InChart {
  readonly reference: string;
}

/** The images of values, those written into templates, and what a rendered chart has in its containers; each once. */
export function chartImages(chart: ChartEvidence, rendered: RenderedEvidence | undefined): ChartImage[] {
  const ofValues = chart.images.map(({ reference, path, range }) => ({ reference, path, range }));
  const ofTemplates = imageKeys(chart)
    .filter(({ written }) => !written.includes('{{'))
    .map(({ written, template: { path }, key: { range } }) => ({ reference: written, path, range }));
  const ofManifests = (rendered?.manifests ?? []).flatMap((manifest) =>
    podSpecs(manifest.value).flatMap(({ containers }) =>
      containers.flatMap(({ image }) =>
        typeof image === 'string' ? [{ reference: image, ...rangeIn(chart, manifest.source, 'image') }] : [],
      ),
    ),
  );
  const all = new Map<string, ChartImage>();
  for (const image of [...ofValues, ...ofTemplates, ...ofManifests])
    if (!all.has(image.reference)) all.set(image.reference, image);
  return [...all.values()];
}
