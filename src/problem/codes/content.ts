import type { CodeEntry } from './code-entry.ts';

/** Images and their content. */
export const contentCodes = {
  'content-missing': {
    means:
      'A manifest or blob that something refers to is not in the registry; of a load form, an image or a chart that is not there yet.',
    cure: 'Check the reference; the source may have been deleted or its name changed. What a form names is pushed before it is submitted.',
    aws: ['ImageNotFoundException', 'IMAGE_NOT_FOUND'],
  },
  'repository-missing': {
    means: 'The target repository does not exist, and this kind of registry does not make it on a push.',
    cure: 'Check the name and the prefix. In AWS Marketplace a repository is added to its product (AddRepositories); in ECR it is created.',
    aws: ['RepositoryNotFoundException', 'NAME_UNKNOWN', 'INVALID_CONTAINER_IMAGE_REPOSITORY'],
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
  'promotion-differs': {
    means: 'The tag that would be promoted holds another image than the digest that the release names.',
    cure: 'Mirror the release to the first target again, or name the digest that was tested. As a warning: it could not be compared.',
  },
  'derive-impossible': {
    means:
      'derive in marketplace.yaml is for an image that cannot be changed: a chart or another artifact, an image for Windows, a config that does not fit its layers; or it adds too much, or a file under a name that means something else or at a place where none can be; or nothing would be left that the image starts; or a program is added, and the image lacks what it runs on.',
    cure: 'Keep the Linux platforms only (target.platforms), correct the files, or take the image out of derive.',
  },
  'platform-missing': {
    means: 'The source has none of the platforms that the target asks for.',
    cure: 'Correct target.platforms, or leave the image out.',
  },
  'platform-incomplete': {
    means: 'Some platforms that the target asks for are not in the source, or not under the tag that is there.',
    cure: 'On a target whose tags are final, only a new tag can hold them.',
  },
} as const satisfies Record<string, CodeEntry>;
