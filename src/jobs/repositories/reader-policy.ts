import type { Partition } from '#reference';

/** What it takes to pull an image, and nothing more (ECR user guide, "Repository policy examples": "Allow … to pull"). */
const pulling = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

/**
 * The repository policy that lets accounts pull: whom in them, is for their own administrators to say. It speaks of pulling only, so that
 * nothing in those accounts can list, push or change anything.
 */
export function readerPolicy(accounts: readonly string[], partition: Partition): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'AllowPull',
        Effect: 'Allow',
        Principal: { AWS: accounts.map((account) => `arn:${partition}:iam::${account}:root`) },
        Action: pulling,
      },
    ],
  });
}
