import { ruleOnSecretFiles } from './secret-files.ts';

/** Logins where programs look for them: npm, Python, Docker, the AWS command line, netrc, git. */
export const credentialsInImage = ruleOnSecretFiles(
  {
    code: 'credentials-in-image',
    why: 'Everyone who may pull the image has the login. It often came with a COPY of a home directory, or was needed by one step of the build.',
    source: 'AWS Marketplace seller guide, "Container-based product requirements": no hard-coded secrets, even hashed',
    severity: { marketplace: 'error', ecr: 'warning', oci: 'warning' },
  },
  ['credentials'],
  'Build with RUN --mount=type=secret, not with COPY and a step that deletes the file, and replace the login.',
);
