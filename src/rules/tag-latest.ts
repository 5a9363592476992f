import { atOrigins } from './at-origins.ts';
import { ruleOn } from './rule.ts';

/** `latest` is refused in a Marketplace version (Marketplace developer guide, AddDeliveryOptions: INVALID_CONTAINER_IMAGE_TAG) and says nothing anywhere else. */
export const tagLatest = ruleOn('release', 'tag-latest', ({ target, images }) => {
  const final = target.kind === 'marketplace';
  return images
    .filter((image) => image.target.tag === 'latest')
    .flatMap((image) =>
      atOrigins(image, {
        rule: 'tag-latest',
        severity: final ? 'error' : 'warning',
        message: final
          ? `AWS Marketplace accepts no image tagged latest (${image.target.repository}).`
          : `${image.target.repository} is released as latest, which tells nobody what it is.`,
        hint: 'Release it under its version.',
        ...(final ? { awsCode: 'INVALID_CONTAINER_IMAGE_TAG' } : {}),
      }),
    );
});
