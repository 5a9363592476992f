import type { Page } from 'playwright-core';
import { until } from '../until.ts';

/**
 * Runs a command by its title, with the category before it: `Marketplace: Plan`. The palette knows a command only when its extension
 * has been read, so it is asked again until then.
 */
export async function runCommand(page: Page, title: string): Promise<void> {
  const widget = page.locator('.quick-input-widget');
  const input = widget.locator('input.input');
  // Another quick input may still be open: only the palette has this placeholder.
  const palette = input.and(page.getByPlaceholder('Type the name of a command'));
  const row = widget
    .locator('.monaco-list-row')
    .filter({ has: page.locator('.label-name', { hasText: new RegExp(`^${escaped(title)}$`) }) });
  // The palette closes when its window loses the focus: with several windows, this one has to be in front.
  await page.bringToFront();
  await until(`The command “${title}” in the palette`, async () => {
    // A palette that is open keeps to the commands that it found when it was opened.
    if (await input.isVisible()) await page.keyboard.press('Escape');
    await page.keyboard.press('F1');
    // A key is lost while a dialog is just going away.
    await palette.waitFor({ timeout: 1000 });
    await input.fill(`>${title}`, { timeout: 2000 });
    await row.first().waitFor({ timeout: 2000 });
    await row.first().click({ timeout: 2000 });
    return true;
  });
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
