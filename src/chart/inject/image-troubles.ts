import type { ChartFinding } from '../chart-finding.ts';
import type { UnmatchedImage } from '../images/image-rewrite.ts';

/** What to tell of images that keep their names. One that is a target's already, or of our own parts, is as it should be. */
export function imageTroubles(
  unmatched: readonly UnmatchedImage[],
  images: ReadonlyMap<string, string>,
): readonly ChartFinding[] {
  const targets = new Set(images.values());
  return unmatched.flatMap((one): ChartFinding[] => {
    const { file, line, reference, isDefault } = one.image;
    const isOurs = 'path' in one.image && one.image.path[0] === 'awsmp';
    if (isOurs || targets.has(reference)) return [];
    const message = `${reference} ${words[one.why]}.`;
    // A part that is off may be left out of a release.
    const severity = one.why === 'no-target' && !isDefault ? 'info' : 'warning';
    return [{ code: 'chart-image-not-rewritten', severity, message, hint: hints[one.why], file, line }];
  });
}

const words: Readonly<Record<UnmatchedImage['why'], string>> = {
  'no-target': 'keeps its name in the chart, for nothing says where it is released to',
  computed: 'is computed in the values of the chart, and was not replaced',
  'no-digest-value': 'is released under a digest alone, and the values of the chart have no place for one',
  template: 'stands in a template, where no value replaces it',
};

const hints: Readonly<Record<UnmatchedImage['why'], string>> = {
  'no-target': 'Add it to an image list of the release, and plan the mirror again.',
  computed: 'Set it under values of the chart in the settings.',
  'no-digest-value': 'Release it under a tag.',
  template: 'Have the template take it from values.yaml: AWS Marketplace takes images from there only.',
};
