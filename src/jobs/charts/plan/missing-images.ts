import type { PlanTarget } from '../../plan-target.ts';
import type { ChartImage } from '../chart-image.ts';
import type { ChartProblem, ChartPush } from '../chart-plan.ts';

/** Images that a sentence names. */
const mostNamed = 3;

/**
 * That the target lacks images of a chart. A chart that is pushed without them cannot be installed, and AWS Marketplace refuses its version
 * (AWS Marketplace seller guide, error code IMAGE_NOT_FOUND), while its tag is final: so it is an error there, and else a warning. What was
 * only taken for an image by its look is no matter.
 * @param push where the chart is pushed; one that is there already is as it is
 */
export function missingImages(
  images: readonly ChartImage[],
  { kind }: Pick<PlanTarget, 'kind'>,
  push: ChartPush | undefined,
): readonly ChartProblem[] {
  const isPushed = push !== undefined && push.state !== 'present';
  const lacking = images.filter((image) => !image.isGuess && isLacking(image, isPushed));
  const [first] = lacking;
  if (!first) return [];
  const names = lacking.slice(0, mostNamed).map(({ target, source }) => target ?? source ?? '');
  const more = lacking.length > mostNamed ? ` and ${lacking.length - mostNamed} more` : '';
  const [place] = first.places;
  return [
    {
      file: place?.file ?? 'values.yaml',
      ...(place?.line === undefined ? {} : { line: place.line }),
      rule: 'not-released',
      severity: isPushed ? 'error' : 'warning',
      message: `The target does not have what the chart needs: ${names.join(', ')}${more}`,
      hint: isPushed
        ? 'Mirror the images first, then push the chart: whoever installs it pulls them, and its tag is not replaced.'
        : 'Mirror the images before the chart is pushed.',
      ...(kind === 'marketplace' ? { awsCode: 'IMAGE_NOT_FOUND' } : {}),
    },
  ];
}

/** What could not be learned of a source is not at the target either, unless that has the tag. */
function isLacking({ state, digest }: ChartImage, isPushed: boolean): boolean {
  return state === 'missing' || (isPushed && state === 'unknown' && digest === undefined);
}
