import { afterAll, beforeEach } from 'vitest';
import { openWorkbenches } from './workbench.ts';

/** Shows what a failed test saw: a picture of each window, and what the extension host said. */
beforeEach(({ task, onTestFailed }) => {
  onTestFailed(async () => {
    const name = `failed ${task.name}`.replaceAll(/[^\w-]+/g, '-');
    for (const workbench of openWorkbenches) {
      for (const [index, window] of workbench.windows.entries()) {
        const file = await window.screenshot(`${name}-${index + 1}`);
        process.stderr.write(`Window ${index + 1} when “${task.name}” failed: ${file}\n`);
      }
      process.stderr.write(`${workbench.logs()}\n`);
    }
  });
});

/** Ends what the tests of a file did not end themselves. */
afterAll(async () => {
  for (const workbench of openWorkbenches) await workbench.close();
});
