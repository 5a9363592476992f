import { quote } from '#formats';
import { parseReference } from '#reference';
import { chartImages } from './chart-images.ts';
import { chartRule, containerPolicies } from './chart-rule.ts';

/** Once a chart's images are rewritten, none may come from elsewhere. Before that all of them do. */
export const chartImageOutside = chartRule(
  {
    code: 'chart-image-outside',
    why: 'Buyers get every image of a product from AWS Marketplace. One from another registry is refused, a public one too.',
    source: containerPolicies,
    helpedBy: 'rendered',
    awsCode: 'INVALID_HELM_CHART_IMAGES',
  },
  (chart, rendered) => {
    const { registry } = chart.target;
    if (!chart.isInjected || registry.includes('{')) return [];
    return chartImages(chart, rendered).flatMap(({ path, range, reference: written }) => {
      const parsed = parseReference(written);
      if (!parsed.ok) return [];
      const place = { path, range };
      if (parsed.reference.registry !== registry) {
        const message = `The image ${quote(written)} is not in the registry of the target.`;
        const hint = 'Add it to the image list, so that it is mirrored and the chart gets its new name.';
        return [{ ...place, message, hint }];
      }
      // A template puts a registry before a value that has it already.
      if (!parsed.reference.repository.startsWith(`${registry}/`)) return [];
      const message = `The image ${quote(written)} has the registry of the target twice.`;
      const hint = 'Have all templates of the chart put the name of this image together in the same way.';
      return [{ ...place, message, hint }];
    });
  },
);
