import type { CodeEntry } from './code-entry.ts';

/** What outside scanners find in images, and how they are asked. */
export const scanCodes = {
  vulnerable: {
    means:
      'A scanner found vulnerabilities in the image that are as grave as scan.block says, or graver. Nobody has accepted them.',
    cure: 'Release a version of the image without them. What can be lived with is accepted with a reason: scan.accept in marketplace.yaml.',
    aws: ['SCAN_ERROR'],
  },
  'vulnerable-below': {
    means: 'A scanner found vulnerabilities in the image that do not stop the release: less grave, or without a fix.',
    cure: 'Look at them. scan.block and scan.unfixed in marketplace.yaml say what stops a release.',
  },
  'acceptance-ended': {
    means: 'A vulnerability was accepted until a day that has passed. It counts again.',
    cure: 'Look at it anew: release a version of the image without it, or give its entry of scan.accept another day.',
  },
  'scan-missing': {
    means: 'Nobody has findings of the image, or of one of its platforms.',
    cure: 'Scan the image by its digest and put the file where scan.findings says, or have the scanner run: scan.with in marketplace.yaml.',
  },
  'scan-not-this-image': {
    means:
      'A file of findings names no image, or bears the name of one, but not its digest. Tags move: it may be of another image, and does not count.',
    cure: 'Scan the image by its digest: trivy image --format json NAME@sha256:…, or grype NAME@sha256:… -o json.',
  },
  'scan-bare': {
    means:
      'The findings of the image do not tell whether vulnerabilities were looked for: they name no package, no vulnerability and no rule of one. An image without packages looks like this, and so does one that nothing, or only secrets or licences, was looked for in. Where no others are there, the scanner of scan.with is run; where none can be, this is as grave as scan.missing says.',
    cure: 'Scan the image again, have vulnerabilities looked for, and write JSON: trivy image --scanners vuln --format json NAME@sha256:…. Of an image without packages, JSON of Grype tells it: grype NAME@sha256:… -o json.',
  },
  'findings-malformed': {
    means: 'A file of findings cannot be read: it is neither JSON of Trivy or Grype nor SARIF, or it is cut off.',
    cure: 'Write it again (trivy image --format json --output FILE, grype -o json --file FILE), or take it out of scan.findings.',
  },
  'scanner-missing': {
    means: 'The scanner that the settings ask for is not installed.',
    cure: 'Install it, so that it is on the PATH; or scan elsewhere and name the files of findings in scan.findings.',
  },
  'scanner-unsuited': {
    means:
      'The scanner cannot be given what it takes to read the image: it is in a folder, or behind another kind of login.',
    cure: 'Scan the image by hand, and name the file of findings in scan.findings.',
  },
  'scanner-failed': {
    means:
      'The scanner ended with an error. Nothing is known of the image: that is not the same as having no vulnerabilities.',
    cure: 'Its last words say why. Often its database could not be fetched: run it by hand to see.',
  },
  'scanner-timeout': {
    means: 'The scanner took too long, and was stopped.',
    cure: 'Let it fetch its database first (trivy image --download-db-only, grype db update); a very large image is scanned by hand.',
  },
  'scanner-answer': {
    means: 'The scanner ended well, but what it wrote is no list of findings, or is of another image.',
    cure: 'Check that it is the scanner itself and a current version.',
  },
} as const satisfies Record<string, CodeEntry>;
