import type { Page } from 'playwright-core';
import { until } from '../until.ts';
import { runCommand } from './palette.ts';
import { wholeText } from './whole-text.ts';

/** The text of an output channel, which is shown. The keyboard is in the output afterwards. */
export async function outputText(page: Page, channel: string): Promise<string> {
  const view = page.locator('.output-view');
  const channels = page.getByRole('combobox', { name: 'Switch Output' });
  if (!(await view.isVisible())) {
    await runCommand(page, 'Output: Focus on Output View');
    await view.waitFor();
  }
  await until(`An output channel “${channel}”`, async () => {
    await channels.selectOption({ label: channel }, { timeout: 1000 });
    return (await view.getAttribute('aria-label')) === `${channel} - Output` ? true : undefined;
  });
  return wholeText(page, view.locator('.monaco-editor'));
}
