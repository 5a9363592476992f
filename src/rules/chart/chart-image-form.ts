import type { FoundInChart } from './chart-problems.ts';
import { chartRule, containerPolicies } from './chart-rule.ts';
import { type ImageKey, imageKeys } from './image-keys.ts';

/** Values alone, in the order of an image's name; they may come from a map that the template goes through. */
const registry = String.raw`\{\{-? *\$?\w*(?:\.\w+)*\.(?:\w*[rR]egistry) *-?\}\}/`;
const repository = String.raw`\{\{-? *\$?\w*(?:\.\w+)*\.(?:\w*[rR]epository|\w*[iI]mage|name) *-?\}\}`;
const tag = String.raw`:\{\{-? *\$?\w*(?:\.\w+)*\.(?:\w*[tT]ag|\w*[vV]ersion|AppVersion) *-?\}\}`;
const plain = new RegExp(`^(?:${registry})?${repository}(?:${tag})?$`);

/**
 * AWS calls one form the only one that counts, and accepts values that fit shorter ones: this takes those too. Most charts compute the name in
 * a helper, and pass; hence a warning, once a file, of subcharts once each.
 */
export const chartImageForm = chartRule(
  {
    code: 'chart-image-form',
    why: 'The seller guide knows one form of an image in a template. Others may pass, and a review may ask for that one.',
    source: containerPolicies,
    severity: { marketplace: 'warning' },
  },
  (chart) => {
    const places = new Map<string, ImageKey[]>();
    for (const image of imageKeys(chart)) {
      const { template, written } = image;
      if (!written.includes('{{') || plain.test(written)) continue;
      const place = template.subchart === '' ? template.path : template.subchart;
      places.set(place, [...(places.get(place) ?? []), image]);
    }
    return [...places.values()].flatMap(findingOf);
  },
);

function findingOf([first, ...others]: readonly ImageKey[]): FoundInChart[] {
  if (!first) return [];
  const { template, key } = first;
  const more = others.length === 0 ? '' : ` So do ${others.length} more below.`;
  return [
    {
      path: template.path,
      range: key.range,
      message: `The image is not put together from values alone.${more}`,
      hint: 'The form that AWS names: "{{ .Values.image.registry }}/{{ .Values.image.repository }}:{{ .Values.image.tag }}".',
    },
  ];
}
