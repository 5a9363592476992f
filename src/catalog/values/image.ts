import { quote } from '#formats';
import { parseReference } from '#reference';
import type { ValueFault } from '../field-spec.ts';
import { digestFault, marketplaceHostFault } from './marketplace-host.ts';

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
  const { reference } = parsed;
  const { tag } = reference;
  const host = marketplaceHostFault(text, reference, 'Mirror it to a repository of the product', {
    repository: 'INVALID_CONTAINER_IMAGE_REPOSITORY',
    form: 'INVALID_CONTAINER_IMAGE_URI',
  });
  if (host) return host;
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
  return digestFault('The image', reference, 'INVALID_CONTAINER_IMAGE_URI');
}
