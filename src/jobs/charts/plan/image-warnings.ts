import type { ChartImage } from '../chart-image.ts';
import type { ChartReport } from '../chart-report.ts';

/** Images that a sentence names. */
const mostNamed = 3;

/**
 * What a report says of the images of the chart that was made: those that nobody can pull yet, and those that nobody could look at. What was only taken
 * for an image by its look is no matter.
 */
export function imageWarnings(images: readonly ChartImage[]): ChartReport['warnings'] {
  const named = (state: ChartImage['state']) => images.filter((image) => image.state === state && !image.isGuess);
  const missing = named('missing');
  const unknown = named('unknown');
  return [
    ...(missing.length === 0
      ? []
      : [
          {
            code: 'not-released' as const,
            message: `The target does not have ${namesOf(missing)} yet: mirror what the chart needs`,
          },
        ]),
    ...(unknown.length === 0
      ? []
      : [
          {
            code: unknown[0]?.code ?? 'not-released',
            message: `What the target has of ${namesOf(unknown)} could not be learned`,
          },
        ]),
  ];
}

function namesOf(images: readonly ChartImage[]): string {
  const names = images.slice(0, mostNamed).map(({ target, source }) => target ?? source ?? '');
  const more = images.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
