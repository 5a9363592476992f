import type { Code } from './codes.ts';

/** What the program ends with: 0 done, 1 trouble with the release, 2 nothing done because of the call or its files, 130 cancelled. */
export type ExitCode = 0 | 1 | 2 | 130;

/** Codes of errors in what was asked, or in the files and settings that it was asked about. All others are trouble met on the way. */
const usageCodes: ReadonlySet<Code> = new Set<Code>([
  'usage',
  'confirmation-required',
  'file-not-found',
  'file-not-readable',
  'file-not-writable',
  'input-invalid',
  'settings-missing',
  'proxy-invalid',
  'target-choice',
  'target-single',
  'workspace-untrusted',
  'not-utf8',
  'text-too-large',
  'text-too-deep',
  'text-syntax',
  'chart-malformed',
  'chart-archive-unsafe',
  'chart-link-outside',
  'chart-too-large',
  'chart-file-missing',
  'chart-metadata-invalid',
  'plan-unreadable',
  'sandbox-guard',
]);

/** The exit status of a program that ends by an error. */
export function exitCodeOf(code: Code): ExitCode {
  if (code === 'cancelled') return 130;
  return usageCodes.has(code) ? 2 : 1;
}

/** The exit status of a finished job. */
export function exitCodeOfResult(result: { readonly ok: boolean; readonly cancelled?: boolean }): ExitCode {
  if (result.cancelled) return 130;
  return result.ok ? 0 : 1;
}
