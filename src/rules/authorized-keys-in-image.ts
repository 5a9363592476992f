import { ruleOnSecretFiles } from './secret-files.ts';

/** Keys of others that may log in by SSH. */
export const authorizedKeysInImage = ruleOnSecretFiles(
  {
    code: 'authorized-keys-in-image',
    why: 'The owner of such a key can log in to every container that runs an SSH server.',
    source: 'AWS Marketplace seller guide, "Container-based product requirements": no hard-coded secrets, even hashed',
    severity: { marketplace: 'error', ecr: 'warning', oci: 'warning' },
  },
  ['authorized keys'],
  'Build the image without authorized_keys.',
);
