import type { CodeEntry } from './code-entry.ts';

/** AWS. */
export const awsCodes = {
  'aws-login-missing': {
    means: 'No AWS credentials were found.',
    cure: 'Run aws sso login or aws configure, or name a profile.',
    aws: ['CredentialsProviderError'],
  },
  'login-expired': {
    means: 'The AWS login ended.',
    cure: 'Run aws sso login again.',
    aws: ['ExpiredTokenException', 'ExpiredToken'],
  },
  'assessment-failed': {
    means:
      'AWS has assessed the product itself, and its newest result is a failure. The images of the release are not held against it.',
    cure: 'The report names the controls that failed and what they are about. Mend that, and add a new version to the product.',
  },
  'aws-error': {
    means: 'AWS answered with an error that has no better code here.',
    cure: "AWS's own words are in the message.",
  },
} as const satisfies Record<string, CodeEntry>;
