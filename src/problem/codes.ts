/** What one code means, in words for its page; `aws` names the AWS codes that stand for the same finding. */
export interface CodeEntry {
  readonly means: string;
  readonly cure: string;
  readonly aws?: readonly string[];
}

/**
 * Every code that an error, a problem or an outcome can carry. An undeclared code does not compile, and the page of each
 * (`media/docs/codes.md`) is generated from here.
 */
const entries = {
  // -- the command line and the machine ---------------------------------------------------------------------------------
  usage: {
    means: 'The command line was not understood.',
    cure: 'Run the command with -h: it prints its options with examples.',
  },
  internal: {
    means: 'The program met a case that it does not know. This is a defect in Marketplace Release.',
    cure: 'Run the same command again with --debug and report what it prints.',
  },
  cancelled: {
    means: 'The job was cancelled. What was finished stays finished and is in the report.',
    cure: 'Run the same command again: it continues with what is missing.',
  },
  'confirmation-required': {
    means: 'The job would write, there is no terminal to ask on, and --yes was not given.',
    cure: 'Look at the plan first, then add --yes.',
  },
  'file-not-found': {
    means: 'A named file does not exist.',
    cure: 'Check the path; globs are expanded by the program.',
  },
  'file-not-readable': { means: 'A file exists but could not be read.', cure: 'Check its permissions.' },
  'file-not-writable': {
    means: 'A plan, report or log could not be written. Nothing was pushed.',
    cure: 'Name a writable place, or free the disk.',
  },
  'input-invalid': {
    means: 'The files of the release have errors, so that nothing was planned.',
    cure: 'Correct what is listed; marketplace-release check shows the same offline.',
  },
  'settings-missing': {
    means: 'There is no marketplace.yaml in the folder of the files or in one above it.',
    cure: 'Write one: version: 1, and a target with a registry.',
  },
  'target-choice': {
    means: 'The settings have several targets, and none of them, or an unknown one, was chosen.',
    cure: 'Name one of them: with --target in a terminal, in the editor by a click on the status bar.',
  },
  'workspace-untrusted': {
    means:
      'The workspace is not trusted, so that no registry is asked for it and no job runs: its files would decide which hosts get credentials.',
    cure: 'Look at its marketplace.yaml, then trust the workspace (Manage Workspace Trust).',
  },
  // -- text of any kind -------------------------------------------------------------------------------------------------
  'not-utf8': { means: 'The file is not valid UTF-8.', cure: 'Save it as UTF-8.' },
  'text-too-large': {
    means: 'The file, or one line of it, is larger than such a file ever is.',
    cure: 'Check that it is the right file.',
  },
  'text-too-deep': {
    means: 'The text nests deeper than such a file ever does.',
    cure: 'Check that it is the right file.',
  },
  'text-syntax': { means: 'The text is not well-formed.', cure: 'Correct it at the place shown.' },
  // -- files: release files, image lists, settings ---------------------------------------------------------------------
  'release-shape': {
    means: 'A release file is JSON, but not of the form metadata.images.<key>.{source,dest}.',
    cure: 'Correct the part shown. Other keys are allowed everywhere.',
  },
  'source-invalid': {
    means: 'A source is not an image reference.',
    cure: 'Write it as registry/path:tag@sha256:digest.',
  },
  'digest-missing': {
    means: 'A source has no digest. A release file pins every image; in an image list the plan looks the tag up.',
    cure: 'Add @sha256: and the digest.',
  },
  'digest-malformed': {
    means: 'What follows the @ is not a digest: sha256: and 64 lower-case hex digits.',
    cure: 'Copy the whole digest from the registry.',
  },
  'destination-invalid': {
    means: 'A destination is not of the form path:tag.',
    cure: 'Write the path in lower case, without host and digest, and one tag.',
  },
  'tag-missing': { means: 'A destination or a source has no tag.', cure: 'Add the tag.' },
  'fields-too-many': {
    means: 'A line of an image list has more than a destination and a source.',
    cure: 'Write one image a line; a comment begins with #.',
  },
  'duplicate-key': {
    means: 'A key stands twice in the same object, so that one of its values would be lost.',
    cure: 'Rename or remove one of them.',
  },
  'duplicate-entry': { means: 'An image list names the same image twice.', cure: 'Remove one of the lines.' },
  'source-overridden': {
    means: 'A list takes an image from another place, with other content than the release pins.',
    cure: 'Remove the second field to take what the release pins, or leave it if the replacement is meant.',
  },
  'list-empty': {
    means: 'An image list names no image. As only listed images are copied, it excludes its whole release.',
    cure: 'Add the images, or remove the file to copy every image of the release.',
  },
  'list-unpaired': {
    means: 'An image list has no release file: none in its folder has the same text before the first _ of its name.',
    cure: 'Name it like its release, or set files.unpaired: sources if its lines name sources.',
  },
  'image-not-in-release': {
    means: 'An image list names an image that its release does not have.',
    cure: 'Correct the line, or add an external source as its second field.',
  },
  'release-ambiguous': {
    means: 'A listed image stands in several release files of the same name prefix, each with another source.',
    cure: 'Rename the files so that a list has one release.',
  },
  'destination-duplicate': {
    means: 'Two different sources would be pushed to the same repository and tag.',
    cure: 'Give one of them another destination, or remove it.',
  },
  'setting-unknown': {
    means: 'The settings file has a key that this version does not know.',
    cure: 'Correct or remove it.',
  },
  'setting-missing': { means: 'The settings file lacks something that is needed.', cure: 'Add it.' },
  'setting-invalid': { means: 'A setting has a value that it cannot have.', cure: 'Correct the value.' },
  'authority-invalid': {
    means: 'A file of registries.<host>.ca holds no certificate, or one that cannot be read.',
    cure: 'Name a PEM file: BEGIN CERTIFICATE, base64, END CERTIFICATE, as often as there are certificates.',
  },
  'secret-in-settings': {
    means: 'A password is written out in the settings file.',
    cure: 'Name an environment variable instead, and change the password if the file was shared.',
  },
  // -- files about the repositories of a private ECR -------------------------------------------------------------------
  'account-invalid': {
    means: 'A line of a readers file is no AWS account id.',
    cure: 'Write one account id of 12 digits a line; a comment begins with #.',
  },
  'policy-invalid': {
    means: 'A repository policy or a lifecycle policy is not what ECR takes under that name.',
    cure: 'Correct the file: a repository policy has Statement, a lifecycle policy has rules.',
    aws: ['InvalidParameterException'],
  },
  'resource-tag-invalid': {
    means: 'A file of resource tags has something that AWS does not take as a tag.',
    cure: 'Write a list of {"Key": "…", "Value": "…"}.',
    aws: ['InvalidTagParameterException'],
  },
  // -- rules of the target ----------------------------------------------------------------------------------------------
  'tag-latest': {
    means:
      'An image would be released under the tag latest. AWS Marketplace refuses it, and elsewhere it says nothing.',
    cure: 'Release it under its version.',
    aws: ['INVALID_CONTAINER_IMAGE_TAG'],
  },
  'repository-name': {
    means: 'A repository, counted with its prefix, has no name that the registry takes.',
    cure: 'Change the destination, the names or the prefix.',
    aws: ['INVALID_ECR_REPOSITORY_NAME'],
  },
  'attestation-manifests': {
    means: 'Attestation entries are kept, and AWS Marketplace refuses images that have them. A pushed tag is final.',
    cure: 'Set attestationManifests: strip, or leave it out.',
  },
  'platform-not-linux': {
    means:
      'The platforms of a Marketplace target include one that is not Linux. Marketplace containers run on Linux only.',
    cure: 'Name Linux platforms only.',
  },
  // -- the network and registries ---------------------------------------------------------------------------------------
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
  // -- images and their content -----------------------------------------------------------------------------------------
  'content-missing': {
    means: 'A manifest or blob that something refers to is not in the registry.',
    cure: 'Check the reference; the source may have been deleted or its name changed.',
    aws: ['ImageNotFoundException'],
  },
  'repository-missing': {
    means: 'The target repository does not exist, and this kind of registry does not make it on a push.',
    cure: 'Check the name and the prefix. In AWS Marketplace a repository is added to its product (AddRepositories); in ECR it is created.',
    aws: ['RepositoryNotFoundException', 'NAME_UNKNOWN'],
  },
  'digest-mismatch': {
    means: 'The bytes that came are not those that the digest names.',
    cure: 'Something on the way changed the content. Nothing of it was used; find out what it was.',
  },
  'manifest-malformed': { means: 'A manifest could not be read.', cure: 'Push the image again with a current tool.' },
  'manifest-unsupported': {
    means: 'The manifest is of a type that is no image, or of Docker schema 1.',
    cure: 'Push the image again with a current tool.',
  },
  'image-too-large': {
    means: 'An index holds more manifests, or nests deeper, than any real image.',
    cure: 'Check that the source is the right image.',
  },
  'platform-missing': {
    means: 'The source has none of the platforms that the target asks for.',
    cure: 'Correct target.platforms, or leave the image out.',
  },
  'platform-incomplete': {
    means: 'Some platforms that the target asks for are not in the source, or not under the tag that is there.',
    cure: 'On a target whose tags are final, only a new tag can hold them.',
  },
  // -- plan and run -----------------------------------------------------------------------------------------------------
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
    cure: 'Give what a mirror printed with --json.',
  },
  'report-mismatch': {
    means: 'The reports to merge do not belong together: another release or target, another split, or a shard twice.',
    cure: 'Give one report of each shard, all from the same files, settings and split.',
  },
  'referrers-unknown': {
    means: 'What refers to an image, its signatures for one, could not be asked for. The image is not affected.',
    cure: 'See why in the message. The next run asks again.',
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
    means: 'A sandbox or a loopback AWS endpoint is in play, and the job would have written to a real host.',
    cure: 'Use the whole hosts map of the sandbox, or none of it.',
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
  // -- AWS ----------------------------------------------------------------------------------------------------------------
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

export type Code = keyof typeof entries;

/** All codes with their meaning, in the order of their page. */
export const codes: Readonly<Record<Code, CodeEntry>> = entries;
