/** The lifecycle policy by which images without a tag go some days after their push (ECR user guide, "Lifecycle policy template"). */
export function untaggedLifecycle(days: number): string {
  return JSON.stringify({
    rules: [
      {
        rulePriority: 1,
        description: `Untagged images go after ${days === 1 ? 'a day' : `${days} days`}`,
        selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: days },
        action: { type: 'expire' },
      },
    ],
  });
}
