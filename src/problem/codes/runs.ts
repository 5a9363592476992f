import type { CodeEntry } from './code-entry.ts';

/** Plan and run. */
export const runCodes = {
  'tag-taken': {
    means: 'The target tag holds another image. It is never overwritten.',
    cure: 'Release under a new tag, or leave the image out.',
    aws: ['ImageTagAlreadyExistsException', 'TAG_INVALID'],
  },
  'plan-stale': {
    means: 'The world is no longer what the saved plan was made for: a tag, an account or an endpoint moved.',
    cure: 'Make a new plan and look at it.',
  },
  'plan-unreadable': {
    means: 'The file is no plan of this program, or was changed by hand.',
    cure: 'Make a new plan.',
  },
  'run-unfinished': {
    means: 'An error log still says that its run is under way, or a run left no report: it was ended from outside.',
    cure: 'Run the same command again: it continues with what is missing. Then merge again.',
  },
  'shard-missing': {
    means: 'Several machines shared a release, and the report of one of them is not among those to merge.',
    cure: 'Give the reports of all shards, or run the missing one.',
  },
  'report-unreadable': {
    means: 'The file is no report of this program.',
    cure: 'Give what mirror or verify printed with --json.',
  },
  'report-mismatch': {
    means:
      'The reports to merge do not belong together: another job, release or target, another split, or a shard twice.',
    cure: 'Give one report of each shard, all of the same job, files, settings and split.',
  },
  'referrers-unknown': {
    means: 'What refers to an image, its signatures for one, could not be asked for. The image is not affected.',
    cure: 'See why in the message. The next run asks again.',
  },
  'referrers-missing': {
    means: 'What refers to an image at its source, and travels with it by the settings, is not at the target.',
    cure: 'Mirror again: what is missing is copied. The image is not affected.',
  },
  'referrers-unfit': {
    means:
      'What refers to an image is left behind, because the target gets other bytes than the source has: platforms or attestation entries were left out.',
    cure: 'Keep the whole image (platforms, attestationManifests: keep), or sign what was released.',
  },
  'referrers-too-many': {
    means: 'More refers to an image, or something larger or deeper, than is copied with it.',
    cure: 'Copy the rest with another tool, if it is needed.',
  },
  'referrers-refused': {
    means: 'The target takes no manifests that refer to an image. The images are not affected.',
    cure: 'Leave referrers out for this target, or keep signatures under tags (cosign).',
  },
  'referrers-unlisted': {
    means: 'Something that refers to an image is at the target, but the registry does not list it by its image.',
    cure: 'It can be read by its digest. The registry would have to support the referrers API of OCI 1.1.',
  },
  'account-mismatch': {
    means: 'The credentials belong to another AWS account than the target names.',
    cure: 'Choose the right profile, or correct target.account.',
  },
  'sandbox-guard': {
    means:
      'A sandbox or a loopback AWS endpoint is in play, and a real host or folder would have been written to, or a real Helm repository or server of attestations asked.',
    cure: 'Use the whole hosts map of the sandbox, or none of it.',
  },
  'not-released': {
    means: 'The target does not have a tag that the release files ask for.',
    cure: 'Mirror the release: its plan copies what is missing, or says why not.',
  },
  'content-incomplete': {
    means: 'A tag is at the target, but not all of what it names: whoever pulls it fails.',
    cure: 'Delete the tag and mirror again. Where tags are final, release the image under a new one.',
  },
  'verification-failed': {
    means: 'After the run a target tag did not hold what was written.',
    cure: 'Somebody else may be writing to the same tags. Run again to see the state.',
  },
  'upload-failed': {
    means:
      'The error log could not be put where report.upload says. Nobody who looks there knows of this run; its report does.',
    cure: 'Check that the bucket exists and that the credentials have s3:PutObject on it; then run again.',
  },
} as const satisfies Record<string, CodeEntry>;
