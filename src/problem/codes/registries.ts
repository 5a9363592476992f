import type { CodeEntry } from './code-entry.ts';

/** The network and registries. */
export const registryCodes = {
  unreachable: {
    means: 'A host could not be reached: no such name, refused, or no answer in time.',
    cure: 'Check the name and the network. Behind a proxy, set HTTPS_PROXY or http.proxy.',
  },
  'proxy-refused': {
    means: 'The proxy on the way wants a login, refused the one it got, or does not let requests through to this host.',
    cure: 'Correct the user and password in the address of the proxy, or list the host in NO_PROXY if it is reached without.',
  },
  'proxy-invalid': {
    means: 'The address of a proxy, in a variable or in http.proxy, cannot be used.',
    cure: 'Write it as http://host:port or http://user:password@host:port.',
  },
  'tls-failed': {
    means: 'The host was reached but its certificate was not accepted.',
    cure: 'Give the CA file as registries.<host>.ca; for AWS, name it in AWS_CA_BUNDLE.',
  },
  'login-refused': {
    means: 'The registry refused the credentials.',
    cure: 'Sign in again, or check where the credentials come from.',
  },
  'login-required': {
    means: 'The registry wants credentials and there are none for it.',
    cure: 'Sign in with docker login, with Sign In to Registry in the editor, or set registries.<host>.',
  },
  'access-denied': {
    means: 'The credentials are good but lack the right for this.',
    cure: 'Ask for the missing right.',
    aws: ['AccessDeniedException'],
  },
  'rate-limited': {
    means: 'The host kept answering that there are too many requests.',
    cure: 'Wait, or lower --concurrency.',
    aws: ['ThrottlingException'],
  },
  'registry-error': {
    means: 'The registry answered with an error that has no better code here.',
    cure: 'Its own words are in the message.',
  },
  'chart-repository-error': {
    means:
      'A Helm repository gave no index of its charts: it is elsewhere, wants a login, or sent what is no index.yaml.',
    cure: 'Check source.repository: its address with /index.yaml behind it is what Helm reads, without a login.',
  },
  'layout-unusable': {
    means:
      'The folder of an OCI image layout (oci:FOLDER) is missing, is something else, is broken, or cannot be read or written.',
    cure: 'Check the path; as a target, name a folder that is a layout, or is empty, or does not exist yet.',
  },
  'credentials-unreadable': {
    means: 'The docker config or a credential helper gave no usable credentials.',
    cure: 'Sign in again, or repair the file.',
  },
  'secret-missing': {
    means: 'Secrets Manager has no such secret in that region for these credentials.',
    cure: 'Check the name, registries.<host>.password.region, and whose account the credentials belong to.',
    aws: ['ResourceNotFoundException'],
  },
  'secret-malformed': {
    means: 'A secret does not hold the password in the form that the settings say.',
    cure: 'Name the field that holds it (password.field) when the secret is JSON, and no field when it is a plain text.',
  },
} as const satisfies Record<string, CodeEntry>;
