import { marketplaceFingerprint, marketplaceLicenseRegion } from '#license';

/** A variable of the program's environment. */
interface ProgramVariable {
  readonly name: string;
  readonly means: string;
  /** What counts without it; of a variable that has to be there, nothing. */
  readonly fallback?: string;
  readonly isNeeded?: true;
}

/** What the program reads of its environment on its own; the SDK reads its usual variables besides. A test holds this against what is read. */
export const programVariables: readonly ProgramVariable[] = [
  { name: 'LICENSE_PRODUCT', means: 'Id of the product, `prod-…`, not its product code.', isNeeded: true },
  {
    name: 'LICENSE_ENTITLEMENTS',
    means:
      'What is asked for, as JSON: `[{"name":"users","unit":"Count","value":"1"}]`. Without a `value` it is a tier or a feature, whose `unit` is `None`.',
    isNeeded: true,
  },
  {
    name: 'LICENSE_CLIENT_TOKEN',
    means:
      'A text without spaces. The same question with the same token is one checkout, however often it is asked. Another question needs another one.',
    isNeeded: true,
  },
  {
    name: 'LICENSE_CONSUMPTION',
    means: '`provisional`: held for an hour at most. `perpetual`: used up for good.',
    fallback: 'provisional',
  },
  { name: 'LICENSE_CHECK_IN', means: '`true`: what was taken is given back at once.', fallback: 'false' },
  { name: 'LICENSE_FAIL_OPEN', means: '`true`: when AWS cannot be asked, it ends with 0.', fallback: 'false' },
  {
    name: 'LICENSE_PATIENCE_SECONDS',
    means: 'For how long AWS is asked again when it is busy or cannot be reached: 0 to 3600.',
    fallback: '120',
  },
  { name: 'LICENSE_NODE_ID', means: 'Name of the machine. It stands beside the consumption.' },
  {
    name: 'LICENSE_BENEFICIARY',
    means: 'The account that the licence is for. Only for licences that a seller issues on its own.',
  },
  {
    name: 'LICENSE_KEY_FINGERPRINT',
    means: 'Whose licences count. A seller that issues licences on its own names its issuer.',
    fallback: marketplaceFingerprint,
  },
  {
    name: 'AWS_REGION',
    means: 'Where AWS is asked. Licences of AWS Marketplace are there.',
    fallback: marketplaceLicenseRegion,
  },
  {
    name: 'AWS_WEB_IDENTITY_REFRESH_TOKEN_FILE',
    means: 'Outside AWS: the file with the licence token. It counts when the file is there and `AWS_ROLE_ARN` is set.',
  },
  {
    name: 'AWS_ROLE_ARN',
    means: 'Outside AWS: the role that the token stands for. With IRSA the cluster sets it, and the SDK reads it.',
  },
];
