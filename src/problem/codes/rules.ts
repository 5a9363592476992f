import type { CodeEntry } from './code-entry.ts';

/** Rules of the target. */
export const ruleCodes = {
  'tag-latest': {
    means:
      'An image would be released under the tag latest. AWS Marketplace refuses it, and elsewhere it says nothing.',
    cure: 'Release it under its version.',
    aws: ['INVALID_CONTAINER_IMAGE_TAG'],
  },
  'repository-name': {
    means: 'A repository, counted with its prefix, has no name that the registry takes.',
    cure: 'Change the destination, the names or the prefix.',
    aws: ['INVALID_ECR_REPOSITORY_NAME'],
  },
  'attestation-manifests': {
    means: 'Attestation entries are kept, and AWS Marketplace refuses images that have them. A pushed tag is final.',
    cure: 'Set attestationManifests: strip, or leave it out.',
  },
  'platform-not-linux': {
    means:
      'The platforms of a Marketplace target include one that is not Linux. Marketplace containers run on Linux only.',
    cure: 'Name Linux platforms only.',
  },
} as const satisfies Record<string, CodeEntry>;
