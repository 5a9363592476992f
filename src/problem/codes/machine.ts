import type { CodeEntry } from './code-entry.ts';

/** The command line and the machine. */
export const machineCodes = {
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
    cure: 'Correct what is listed: marketplace-release check shows offline what is wrong in the files, marketplace-release doctor also what this machine lacks.',
  },
  'settings-missing': {
    means: 'There is no marketplace.yaml in the folder of the files or in one above it.',
    cure: 'Write one: version: 1, and a target with a registry.',
  },
  'target-choice': {
    means: 'The settings have several targets, and none of them, or an unknown one, was chosen.',
    cure: 'Name one of them: with --target in a terminal, in the editor by a click on the status bar.',
  },
  'target-single': {
    means: 'A release is promoted from one target to another, and the settings have only one.',
    cure: 'Name a second one under targets in marketplace.yaml.',
  },
  'workspace-untrusted': {
    means:
      'The workspace is not trusted, so that no registry is asked for it and no job runs: its files would decide which hosts get credentials.',
    cure: 'Look at its marketplace.yaml, then trust the workspace (Manage Workspace Trust).',
  },
} as const satisfies Record<string, CodeEntry>;
