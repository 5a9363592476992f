import { quote } from '#formats';
import { chartRule, containerPolicies } from './chart-rule.ts';
import { imageKeys } from './image-keys.ts';

/**
 * A template may hold no part of an image's name. What is left of the line without its actions is marks alone (`/`, `:`, `@sha256:`), or the
 * v before a version.
 */
export const chartImageLiteral = chartRule(
  {
    code: 'chart-image-literal',
    why: 'AWS Marketplace copies the images to the registries of buyers and rewrites values.yaml. It does not look into templates.',
    source: containerPolicies,
    awsCode: 'INVALID_HELM_CHART_IMAGES',
  },
  (chart) =>
    imageKeys(chart)
      .filter(({ literal }) => /[A-Za-z0-9]/.test(literal.replace('@sha256', '').replace(/:v$/, ':')))
      .map(({ template: { path }, key: { range }, written }) => ({
        path,
        range,
        message: `The image ${quote(written)} is written into the template.`,
        hint: 'Move it to values.yaml as registry, repository and tag, and write {{ .Values.….registry }}/{{ .Values.….repository }}:{{ .Values.….tag }} here.',
      })),
);
