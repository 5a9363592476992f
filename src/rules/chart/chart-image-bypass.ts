import { chartRule, containerPolicies } from './chart-rule.ts';
import { imageKeys } from './image-keys.ts';

/** `if … else` on the line itself, or a text that takes the place of a value. */
const branch = /\{\{-? *(?:else|if)\b|\bternary\b|\bcoalesce\b/;
const fallback = /\b(?:default|ternary|coalesce)\s+(?:"[^"]*[A-Za-z][^"]*"|`[^`]*[A-Za-z][^`]*`)/;

/** A condition on the line of an image decides what no value shows. */
export const chartImageBypass = chartRule(
  {
    code: 'chart-image-bypass',
    why: 'AWS Marketplace rewrites the values of images; a condition around them can lead to an image that it never saw.',
    source: containerPolicies,
    severity: { marketplace: 'info' },
  },
  (chart) =>
    imageKeys(chart)
      .filter(({ written }) => branch.test(written) || fallback.test(written))
      .map(({ template: { path }, key: { range } }) => ({
        path,
        range,
        message: 'A condition decides which image this is, beside the values.',
        hint: 'Give the value its default in values.yaml, and use the value alone here.',
      })),
);
