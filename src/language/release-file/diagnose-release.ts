import { parseRelease, quote, type ReleaseFile, type ReleaseImage } from '#formats';
import type { TextProblem } from '#problem';
import { latestProblem } from '../shared/latest-problem.ts';

/** What its parser finds, destinations that contradict each other, and `latest`. */
export function diagnoseRelease(text: string): TextProblem[] {
  const { model, problems } = parseRelease(text);
  const latest = model.images.filter(({ dest }) => dest.tag === 'latest').map(({ range }) => latestProblem(range));
  return [...problems, ...contradictions(model), ...latest];
}

/** Images of the same destination with different content: each but the first is told of the first. */
function contradictions({ images }: ReleaseFile): TextProblem[] {
  const byDest = new Map<string, ReleaseImage>();
  return images.flatMap((image): TextProblem[] => {
    if (image.dest.tag === undefined || image.source.reference?.digest === undefined) return [];
    const first = byDest.get(image.dest.text);
    if (!first) byDest.set(image.dest.text, image);
    if (!first || contentOf(first) === contentOf(image)) return [];
    const there = `the image ${quote(first.key)} (line ${first.range.line})`;
    return [
      {
        rule: 'destination-duplicate',
        severity: 'error',
        range: image.range,
        message: `${quote(image.dest.text)} is also the destination of ${there}, with other content.`,
        hint: 'Give one of them another destination, or remove it.',
      },
    ];
  });
}

function contentOf({ source: { reference } }: ReleaseImage): string {
  return `${reference?.registry}/${reference?.repository}@${reference?.digest}`;
}
