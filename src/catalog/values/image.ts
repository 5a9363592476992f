import { quote } from '#formats';
import { parseReference, targetKindOf } from '#reference';
import type { ValueFault } from '../field-spec.ts';

/**
 * What is wrong with an image of a container version: it must lie in a repository that AddRepositories made, so in AWS Marketplace's
 * registry, and be named in full with a tag that is not latest (developer guide, AddDeliveryOptions, ContainerImages and its errors).
 */
export function imageFault(text: string): ValueFault | undefined {
  const parsed = parseReference(text);
  if (!parsed.ok) {
    const awsCode = parsed.fault.part === 'tag' ? 'INVALID_CONTAINER_IMAGE_TAG_FORMAT' : 'INVALID_CONTAINER_IMAGE_URI';
    return { message: `The image is not named right: ${parsed.fault.message}.`, awsCode };
  }
  const { registry, tag, digest } = parsed.reference;
  if (targetKindOf(registry) !== 'marketplace') {
    return {
      message: `${quote(text)} does not lie in AWS Marketplace's registry.`,
      hint: 'Mirror it to a repository of the product, and name that in full: 709825985650.dkr.ecr.us-east-1.amazonaws.com/…',
      awsCode: 'INVALID_CONTAINER_IMAGE_REPOSITORY',
    };
  }
  if (tag === undefined)
    return {
      rule: 'tag-missing',
      message: `The image ${quote(text)} has no tag.`,
      hint: 'Add : and its tag.',
      awsCode: 'INVALID_CONTAINER_IMAGE_URI',
    };
  if (tag === 'latest')
    return {
      rule: 'tag-latest',
      message: 'AWS Marketplace accepts no image tagged latest.',
      hint: 'Name it by its version.',
      awsCode: 'INVALID_CONTAINER_IMAGE_TAG',
    };
  if (digest === undefined) return undefined;
  return {
    message: 'The image has a digest beside its tag; AWS describes tags only.',
    hint: 'Leave out the @ and what follows: the tag is final anyway.',
    awsCode: 'INVALID_CONTAINER_IMAGE_URI',
    isWarning: true,
  };
}
