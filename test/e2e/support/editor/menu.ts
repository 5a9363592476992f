import type { Page } from 'playwright-core';
import { until } from '../until.ts';

/** Presses an item of the menu that is open. A menu that has just opened takes no press yet. */
export async function pressMenuItem(page: Page, name: string): Promise<void> {
  const menu = page.locator('.monaco-menu');
  const item = menu.getByRole('menuitem', { name, exact: true });
  await item.waitFor();
  await until(`The menu to take ${name}`, async () => {
    await item.click({ timeout: 2000 });
    await menu.waitFor({ state: 'hidden', timeout: 500 });
    return true;
  });
}
