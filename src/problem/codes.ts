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
    cure: 'Run again with --log FILE and report what the log says.',
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
  // -- the network and registries ---------------------------------------------------------------------------------------
  unreachable: {
    means: 'A host could not be reached: no such name, refused, or no answer in time.',
    cure: 'Check the name, the network and the proxy.',
  },
  'tls-failed': {
    means: 'The host was reached but its certificate was not accepted.',
    cure: 'Give the CA file as registries.<host>.ca.',
  },
  'login-refused': {
    means: 'The registry refused the credentials.',
    cure: 'Sign in again, or check where the credentials come from.',
  },
  'login-required': {
    means: 'The registry wants credentials and there are none for it.',
    cure: 'Sign in with docker login, or set registries.<host>.',
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
  'credentials-unreadable': {
    means: 'The docker config or a credential helper gave no usable credentials.',
    cure: 'Sign in again, or repair the file.',
  },
} as const satisfies Record<string, CodeEntry>;

export type Code = keyof typeof entries;

/** All codes with their meaning, in the order of their page. */
export const codes: Readonly<Record<Code, CodeEntry>> = entries;
