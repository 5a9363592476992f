import type { CodeEntry } from './code-entry.ts';

/** Files: text of any kind, release files, image lists, settings, and files about the repositories of a private ECR. */
export const fileCodes = {
  // -- text of any kind --------------------------------------------------------------------------------------------------
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
  // -- files: release files, image lists, settings -----------------------------------------------------------------------
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
  'setting-never-counts': {
    means:
      'A rule of the settings never counts: one above it fits everything that it is for, and the first match wins.',
    cure: 'Move it up, or remove it.',
  },
  'chart-version-invalid': {
    means: 'The version of a chart is not of Semantic Versioning 2.0, which Helm wants.',
    cure: 'Write it as major.minor.patch, perhaps with a pre-release: 8.4.0-alpha1.',
  },
  'authority-invalid': {
    means: 'A file of registries.<host>.ca holds no certificate, or one that cannot be read.',
    cure: 'Name a PEM file: BEGIN CERTIFICATE, base64, END CERTIFICATE, as often as there are certificates.',
  },
  'secret-in-settings': {
    means: 'A password or a token is written out in the settings file.',
    cure: 'Name an environment variable instead, and change the password if the file was shared.',
  },
  // -- files about the repositories of a private ECR ---------------------------------------------------------------------
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
} as const satisfies Record<string, CodeEntry>;
