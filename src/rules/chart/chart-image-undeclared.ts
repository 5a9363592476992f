import { quote } from '#formats';
import { chartImages } from './chart-images.ts';
import { chartRule, containerPolicies } from './chart-rule.ts';

/** What the chart pulls stands in the version's form under container images. */
export const chartImageUndeclared = chartRule(
  {
    code: 'chart-image-undeclared',
    why: 'AWS Marketplace scans and copies the images that the version declares. One that only the chart knows is refused.',
    source: containerPolicies,
    helpedBy: 'rendered',
    awsCode: 'INVALID_HELM_UNDECLARED_IMAGES',
  },
  (chart, rendered) => {
    const { declared } = chart;
    if (!declared || !chart.isInjected) return [];
    const known = new Set(declared);
    return chartImages(chart, rendered)
      .filter(({ reference }) => !known.has(reference))
      .map(({ path, range, reference }) => ({
        path,
        range,
        message: `The image ${quote(reference)} is not among the container images of the version's form.`,
        hint: "Add it to the form's container images, or to the image list that it takes them from.",
      }));
  },
);
