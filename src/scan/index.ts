export { maxFindingsBytes, readFindings } from './read-findings.ts';
export type { ScanReport, Vulnerability } from './scan-report.ts';
export { type ProgramPlace, type ScannerName, scannerCall, scannerTitles, unfitLogin } from './scanner-call.ts';
