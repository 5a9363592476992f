import type { ChartEvidence, ManifestEvidence, RenderedEvidence } from './chart-evidence.ts';
import type { FoundInChart } from './chart-problems.ts';
import { rangeIn } from './range-in.ts';

/** What a rule says of an object that was rendered. */
interface Said extends Pick<FoundInChart, 'message' | 'hint'> {
  /** The key that shows the place in its template, when it is written out there. */
  readonly key: string;
}

/**
 * What the templates tell, and beside it what shows only when they are rendered: by values, by named templates. A template that was told of by its
 * text is not told of again. What is off by default is not rendered, so the text still counts where helm is at hand.
 */
export function alsoRendered(
  chart: ChartEvidence,
  rendered: RenderedEvidence | undefined,
  ofTemplates: readonly FoundInChart[],
  say: (manifest: ManifestEvidence) => Said | undefined,
): FoundInChart[] {
  const told = new Set(ofTemplates.map(({ path }) => sourceLike(path)));
  const further = (rendered?.manifests ?? []).flatMap((manifest): FoundInChart[] => {
    const { source } = manifest;
    if (source !== undefined && told.has(sourceLike(source))) return [];
    const said = say(manifest);
    if (!said) return [];
    const { key, ...rest } = said;
    return [{ ...rangeIn(chart, source, key), ...rest }];
  });
  return [...ofTemplates, ...further];
}

/** Helm tells the chart of a template by its name, or its alias, and not by its folder or archive. */
function sourceLike(path: string): string {
  return path.replaceAll(/(^|\/)charts\/[^/]+\//g, '$1charts/*/');
}
