import type { CodeEntry } from './code-entry.ts';

/** Rules that look into images: their configs and their layers. */
export const imageCodes = {
  'non-root': {
    means:
      'A container of the image starts as root: its config names no user, user 0, or a name that is user 0 in /etc/passwd. A name that /etc/passwd does not have starts nothing at all.',
    cure: 'Give the image a user by number (USER 1001), and the files that it writes to this user.',
  },
  'secret-in-environment': {
    means:
      'The config of the image holds what looks like a password, a token or a key: in its environment, a label or its command. Whoever pulls the image can read it.',
    cure: 'Take it out of the image, replace the secret wherever it counts, and give it to the container when it starts.',
  },
  'secret-in-history': {
    means:
      'A command in the history of the image holds a password, a token or a key. Whoever pulls the image can read it.',
    cure: 'Build with secret mounts (RUN --mount=type=secret) rather than ARG or ENV, and replace the secret wherever it counts.',
  },
  'private-key-in-image': {
    means:
      'A file in a layer of the image holds a private key. Deleting it in a later layer does not take it out of the image.',
    cure: 'Build the image without the file, and replace the key.',
  },
  'password-in-image': {
    means: 'An account of the image has a password, as a hash or a blank one. Hashes count as hard-coded secrets, too.',
    cure: 'Lock the account (passwd -l NAME) in the layer that makes it.',
  },
  'authorized-keys-in-image': {
    means: 'The image lets the owners of certain keys log in by SSH.',
    cure: 'Build the image without authorized_keys: whoever runs it adds keys of their own.',
  },
  'credentials-in-image': {
    means:
      'A file in a layer of the image holds the login of a registry, of a package index or of AWS. Deleting it in a later layer does not take it out of the image.',
    cure: 'Build with secret mounts (RUN --mount=type=secret) rather than COPY, and replace the login.',
  },
  'attestation-entry': {
    means: 'The index of the image lists attestations beside the platforms. AWS Marketplace refuses such images.',
    cure: 'Set attestationManifests: strip. Under a tag that is final already, release it under a new tag.',
    aws: ['SCAN_ERROR'],
  },
  'image-not-linux': {
    means: 'The image is made for another system than Linux. AWS Marketplace takes Linux containers only.',
    cure: 'Keep the Linux platforms only (target.platforms), or leave the image out.',
  },
  'architectures-incomplete': {
    means: 'An image of an EKS add-on is not there for amd64 and arm64 both.',
    cure: 'Build the image for both architectures and release the index.',
  },
  'architecture-unsupported': {
    means: 'The image has a platform that neither ECS, EKS nor Fargate runs.',
    cure: 'Keep what is run there: platforms: [linux/amd64, linux/arm64].',
  },
  'eol-base': {
    means: 'The operating system that the image is built on gets no security updates any more.',
    cure: 'Build the image on a release that is supported.',
    aws: ['SCAN_ERROR'],
  },
  'run-time-downloads': {
    means:
      'The script that the image starts with downloads or installs something. What is downloaded at run time must be disclosed to buyers.',
    cure: 'Put it into the image, or name it in the description or the usage instructions.',
  },
  'layer-path-unsafe': {
    means: 'A layer has files whose names lead out of the image. Container runtimes refuse it, or put them elsewhere.',
    cure: 'Build the image again with a current tool.',
  },
  'layer-malformed': {
    means:
      'A layer is no archive, or a damaged one, although its bytes are those that its digest names. What is in it was not checked.',
    cure: 'Build the image again. No runtime can unpack it either.',
  },
  'layer-too-large': {
    means: 'A layer is larger, unpacks to more or has more files than is looked into. What is in it was not checked.',
    cure: 'Look whether the image is the right one. If it is, set the rule off with the reason.',
  },
  'layer-compression': {
    means:
      'A layer is compressed, encrypted or described in a way that is not read here, such as zstd with an older Node, a layer called nondistributable that the registry has, or a config of an unknown type. What is in it was not checked.',
    cure: 'Check with Node 22.15 or newer, or build the image with gzip layers and the media types of an image.',
  },
} as const satisfies Record<string, CodeEntry>;
