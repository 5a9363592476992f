import { ruleOnSecretFiles } from './secret-files.ts';

/** Private keys, by what stands in small files: encrypted ones count too, since their password can be tried at leisure. */
export const privateKeyInImage = ruleOnSecretFiles(
  {
    code: 'private-key-in-image',
    why: 'Everyone who may pull the image has the key, and every installation has the same.',
    source: 'AWS Marketplace seller guide, "Container-based product requirements": no hard-coded secrets, even hashed',
    severity: { marketplace: 'error', ecr: 'warning', oci: 'warning' },
  },
  ['private key', 'encrypted private key'],
  'Build the image without the file, not with a step that deletes it, and replace the key.',
);
