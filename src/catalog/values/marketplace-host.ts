import { quote } from '#formats';
import { marketplaceRegistry, parseReference, type Reference, targetKindOf } from '#reference';
import type { ValueFault } from '../field-spec.ts';

/**
 * What is wrong with the host of an image or a chart: AWS Marketplace has one registry, in one region, and takes addresses by the one name
 * that its schema's expression has: no FIPS or dual-stack endpoint, no capitals.
 * @param text as it is written, with the host first
 * @param codes AWS's, for another repository and for an address of another form
 */
export function marketplaceHostFault(
  text: string,
  { registry }: Pick<Reference, 'registry'>,
  what: string,
  codes: { readonly repository: string; readonly form: string },
): ValueFault | undefined {
  const slash = text.indexOf('/');
  if (text.slice(0, slash) === marketplaceRegistry) return undefined;
  if (targetKindOf(registry) !== 'marketplace')
    return {
      message: `${quote(text)} does not lie in AWS Marketplace's registry.`,
      hint: `${what}, and name that in full: ${marketplaceRegistry}/…`,
      awsCode: codes.repository,
    };
  const hint = `Write ${marketplaceRegistry}${text.slice(slash)}`;
  const host = text.slice(0, slash);
  if (host.toLowerCase() === marketplaceRegistry)
    return { message: `${quote(host)} must be in lower case.`, hint, awsCode: codes.form };
  const message = `${quote(host)} is not the name of AWS Marketplace's registry: it has one, in us-east-1.`;
  return { message, hint, awsCode: codes.form };
}

/** A digest beside a tag: what is described to AWS is the tag, which is final. `awsCode` for an address of another form. */
export function digestFault(what: string, { digest }: Reference, awsCode: string): ValueFault | undefined {
  if (digest === undefined) return undefined;
  const message = `${what} has a digest beside its tag; AWS describes tags only.`;
  return { message, hint: 'Leave out the @ and what follows: the tag is final anyway.', awsCode, isWarning: true };
}

/** Whether an image or a chart is named in AWS Marketplace's registry by the name that AWS takes. */
export function isInMarketplace(text: string): boolean {
  return parseReference(text).ok && text.startsWith(`${marketplaceRegistry}/`);
}
