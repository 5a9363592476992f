import { atOrigins } from './at-origins.ts';
import { type RuleAbout, ruleOn } from './rule.ts';

const about: RuleAbout = {
  code: 'tag-latest',
  why: 'A final tag named latest would name the first image for ever. AWS Marketplace refuses it, and elsewhere it tells nobody what was released.',
  source: 'AWS Marketplace developer guide, AddDeliveryOptions: INVALID_CONTAINER_IMAGE_TAG',
  severity: { marketplace: 'error', ecr: 'warning', oci: 'warning' },
};

/** `latest` is refused in a Marketplace version (Marketplace developer guide, AddDeliveryOptions: INVALID_CONTAINER_IMAGE_TAG) and says nothing anywhere else. */
export const tagLatest = ruleOn('release', about, ({ target, images }, severity) => {
  const final = target.kind === 'marketplace';
  return images
    .filter((image) => image.target.tag === 'latest')
    .flatMap((image) =>
      atOrigins(image, {
        rule: 'tag-latest',
        severity,
        message: final
          ? `AWS Marketplace accepts no image tagged latest (${image.target.repository}).`
          : `${image.target.repository} is released as latest, which tells nobody what it is.`,
        hint: 'Release it under its version.',
        ...(final ? { awsCode: 'INVALID_CONTAINER_IMAGE_TAG' } : {}),
      }),
    );
});
