import { ruleOnSecretFiles } from './secret-files.ts';

/** Passwords of the system's accounts: hashes, and blank ones (CVE-2019-5021 was one of these). */
export const passwordInImage = ruleOnSecretFiles(
  {
    code: 'password-in-image',
    why: 'A password that comes with the image is the same in every installation; a hash can be tried at leisure, and a blank one needs no trying.',
    source:
      'AWS Marketplace seller guide, "Container-based product requirements": no hard-coded secrets, even hashed; no null or blank passwords',
    severity: { marketplace: 'error', ecr: 'warning', oci: 'warning' },
  },
  ['password hash', 'blank password'],
  'Lock the accounts (passwd -l NAME) in the layer that makes them.',
);
