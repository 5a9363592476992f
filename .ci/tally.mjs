// The end of .ci/run: sums vitest's reports and says so on a line of its own. Arguments: the steps that failed.
import { readFileSync } from 'node:fs';

const failedSteps = process.argv.slice(2);
const sum = { passed: 0, failed: 0, skipped: 0 };
/** The steps that run tests, with the name of their report. */
const reports = { test: 'unit', interop: 'interop', e2e: 'e2e' };

for (const [step, report] of Object.entries(reports)) {
  const found = read(report);
  sum.passed += found.numPassedTests;
  sum.skipped += found.numPendingTests + found.numTodoTests;
  // A step can fail with every test passed: by types or lint, or because a file of tests did not even load. No test is a failure too.
  const failedOtherwise = failedSteps.includes(step) || !found.success || found.numTotalTests === 0;
  sum.failed += found.numFailedTests || (failedOtherwise ? 1 : 0);
}
sum.failed += failedSteps.filter((step) => !(step in reports)).length;

if (failedSteps.length > 0) process.stdout.write(`\nFailed: ${failedSteps.join(', ')}\n`);
const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : '';
process.stdout.write(`\n${sum.passed} passed, ${sum.failed} failed${skipped}\n`);
process.exitCode = sum.failed > 0 ? 1 : 0;

/** @param {string} name */
function read(name) {
  try {
    return JSON.parse(readFileSync(new URL(`../.cache/tests/${name}.json`, import.meta.url), 'utf8'));
  } catch {
    return {
      success: false,
      numTotalTests: 0,
      numPassedTests: 0,
      numFailedTests: 0,
      numPendingTests: 0,
      numTodoTests: 0,
    };
  }
}
