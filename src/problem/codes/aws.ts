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
  'aws-error': {
    means: 'AWS answered with an error that has no better code here.',
    cure: "AWS's own words are in the message.",
  },
} as const satisfies Record<string, CodeEntry>;
