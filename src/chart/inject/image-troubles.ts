import type { ChartFinding } from '../chart-finding.ts';
import type { ImageRewrite, UnmatchedImage } from '../images/image-rewrite.ts';

/**
 * What to tell of images that keep their names, or may keep them. One that is a target's already, or of our own parts, is as it should be.
 */
export function imageTroubles(
  { unmatched, unclear }: Pick<ImageRewrite, 'unmatched' | 'unclear'>,
  images: ReadonlyMap<string, string>,
): readonly ChartFinding[] {
  const targets = new Set(images.values());
  const kept = unmatched.flatMap((one): ChartFinding[] => {
    const { file, line, reference, isDefault } = one.image;
    const isOurs = 'path' in one.image && one.image.path[0] === 'awsmp';
    if (isOurs || targets.has(reference)) return [];
    const message = `${reference} ${words[one.why]}.`;
    // A part that is off may be left out of a release.
    const severity = one.why === 'no-target' && !isDefault ? 'info' : 'warning';
    return [{ code: 'chart-image-not-rewritten', severity, message, hint: hints[one.why], file, line }];
  });
  const doubts = unclear.map(({ image: { path, file, line }, target }): ChartFinding => {
    const message = `The templates may not put ${path.join('.')} together as ${target} everywhere: some take its registry from elsewhere, or from nowhere.`;
    const hint = 'Rendering the chart with Helm tells for certain: compare the images of helm template.';
    return { code: 'chart-image-unclear', severity: 'warning', message, hint, file, line };
  });
  return [...kept, ...doubts];
}

const words: Readonly<Record<UnmatchedImage['why'], string>> = {
  'no-target': 'keeps its name in the chart, for nothing says where it is released to',
  computed: 'is computed in the values of the chart, and was not replaced',
  'no-digest-value': 'is released under a digest alone, and the values of the chart have no place for one',
  'shared-registry':
    'takes its registry from a value that other images share, and not all of them are released to the same one',
  template: 'stands in a template, where no value replaces it',
};

const hints: Readonly<Record<UnmatchedImage['why'], string>> = {
  'no-target': 'Add it to an image list of the release, and plan the mirror again.',
  computed: 'Set it under values of the chart in the settings.',
  'no-digest-value': 'Release it under a tag.',
  'shared-registry': 'Release all of these images, or give each a registry of its own in the chart.',
  template: 'Have the template take it from values.yaml: AWS Marketplace takes images from there only.',
};
