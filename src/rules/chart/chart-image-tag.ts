import { quote } from '#formats';
import { parseReference } from '#reference';
import { chartImages } from './chart-images.ts';
import { chartRule, securityPolicies } from './chart-rule.ts';

/** An image without a tag is `latest` to whoever pulls it. */
export const chartImageTag = chartRule(
  {
    code: 'chart-image-tag',
    why: 'Without a tag of its own an image changes under the chart. AWS Marketplace takes none that is called latest.',
    source: securityPolicies,
    severity: { marketplace: 'error', ecr: 'warning', oci: 'warning' },
    helpedBy: 'rendered',
    awsCode: 'INVALID_CONTAINER_IMAGE_TAG',
  },
  (chart, rendered) => [
    ...chartImages(chart, rendered).flatMap(({ path, range, reference: written }) => {
      const parsed = parseReference(written);
      if (!parsed.ok) return [];
      const { tag, digest } = parsed.reference;
      if (tag === undefined ? digest !== undefined : tag !== 'latest') return [];
      const what = tag === undefined ? 'has no tag' : 'is called latest';
      return [{ path, range, message: `The image ${quote(written)} ${what}.`, hint: 'Name its version as the tag.' }];
    }),
    ...chart.images
      .filter(({ isNumber }) => isNumber)
      .map(({ path, range, reference }) => ({
        path,
        range,
        severity: 'warning' as const,
        message: `The tag of ${quote(reference)} is a number in YAML, which Helm writes in its own way.`,
        hint: 'Put the tag in quotes.',
      })),
  ],
);
