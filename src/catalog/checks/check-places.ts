import { type Form, quote } from '#formats';
import type { TextProblem } from '#problem';
import { parseReference, type Reference } from '#reference';
import type { FormPlace } from '../form-around.ts';
import { formReferences } from '../form-references.ts';
import { isInMarketplace } from '../values/marketplace-host.ts';
import { problemAt } from './finding.ts';

/**
 * Images and charts that do not lie where the release goes: in another registry of AWS Marketplace, or below another prefix, where a
 * product can have repositories too. What lies elsewhere than in AWS Marketplace, or is named as AWS takes no name, is the field's own finding.
 */
export function checkPlaces(form: Form, places: readonly FormPlace[]): TextProblem[] {
  if (places.length === 0) return [];
  return formReferences(form).flatMap(({ text, range, strange: awsCode }) => {
    const parsed = parseReference(text);
    if (!parsed.ok || !isInMarketplace(text)) return [];
    const { reference } = parsed;
    const there = places.filter(({ registry }) => registry.includes('{') || registry === reference.registry);
    if (there.length === 0) {
      const names = [...new Set(places.map(({ registry }) => registry))].join(', ');
      const message = `${quote(text)} lies in another registry than the release goes to.`;
      return [problemAt(range, 'form-value-invalid', { message, hint: `marketplace.yaml names ${names}.`, awsCode })];
    }
    if (there.some((place) => isBelow(reference, place))) return [];
    const names = [...new Set(there.map(({ prefix }) => prefix))].join(', ');
    const message = `${reference.repository} does not lie below the prefix that the release goes to.`;
    const hint = `marketplace.yaml has ${names}. If the product has this repository too, leave it.`;
    return [problemAt(range, 'form-value-invalid', { severity: 'warning', message, hint, awsCode })];
  });
}

function isBelow({ repository }: Reference, { prefix }: FormPlace): boolean {
  return prefix === '' || repository.startsWith(`${prefix}/`);
}
