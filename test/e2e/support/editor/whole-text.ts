import type { Locator, Page } from 'playwright-core';
import { until } from '../until.ts';

/**
 * The whole text of a text editor, as a person would take it: all is selected and copied. The page itself has only the lines in sight,
 * with other blanks.
 */
export async function wholeText(page: Page, editor: Locator): Promise<string> {
  const mark = `nothing was copied ${Math.random()}`;
  await page.evaluate((text) => navigator.clipboard.writeText(text), mark);
  await editor.locator('.native-edit-context, textarea.inputarea').first().focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Control+C');
  const copied = await until(
    'The copied text',
    async () => {
      const text = await page.evaluate(() => navigator.clipboard.readText());
      return text === mark ? undefined : text;
    },
    // An empty editor copies nothing.
    1500,
  ).catch(() => '');
  // With the cursor at the end, what comes in above the first line later, like code lenses, would be scrolled out of sight.
  await page.keyboard.press('Control+Home');
  return copied.replaceAll('\r\n', '\n');
}
