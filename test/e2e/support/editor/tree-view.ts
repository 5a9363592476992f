import type { Locator, Page } from 'playwright-core';
import { matches, until } from '../until.ts';
import { listRows, rowAt } from './list-rows.ts';
import { pressMenuItem } from './menu.ts';

export interface TreeRow {
  readonly label: string;
  readonly description: string;
  /** what a screen reader says */
  readonly ariaLabel: string;
  /** 1 at the top */
  readonly level: number;
  /** undefined when it has nothing below */
  readonly expanded: boolean | undefined;
}

/** A row by its label, or by the labels on the way to it: `['Repositories', 'zeebe']`. Rows on the way are expanded. */
export type RowPath = string | RegExp | readonly (string | RegExp)[];

/** A view with a tree, by the title of its section. */
export class TreeView {
  readonly #page: Page;
  readonly #title: string;

  constructor(page: Page, title: string) {
    this.#page = page;
    this.#title = title;
  }

  /** All rows that are not inside a collapsed one. */
  async rows(): Promise<TreeRow[]> {
    await this.#open();
    // Without rows a view shows its welcome in the tree's place.
    return (await this.#tree.isVisible()) ? listRows(this.#tree, readRow) : [];
  }

  /** What the view says while it has no rows. */
  async welcome(): Promise<string> {
    await this.#open();
    return (await this.#pane.locator('.welcome-view-content').innerText()).trim();
  }

  /** Presses a button or a link of the welcome. */
  async pressWelcome(name: string): Promise<void> {
    await this.#open();
    await this.#pane.locator('.welcome-view-content').getByRole('button', { name, exact: true }).click();
  }

  async click(path: RowPath): Promise<void> {
    await (await this.#row(path)).click();
  }

  async expand(path: RowPath): Promise<void> {
    await this.#toggle(path, true);
  }

  async collapse(path: RowPath): Promise<void> {
    await this.#toggle(path, false);
  }

  /** The names of the actions that a row shows at its end. */
  async inlineActions(path: RowPath): Promise<string[]> {
    const row = await this.#row(path);
    await row.hover();
    return row
      .locator('.actions .action-label[role="button"]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
  }

  async pressInlineAction(path: RowPath, name: string): Promise<void> {
    const row = await this.#row(path);
    await row.hover();
    await row.locator('.actions').getByRole('button', { name, exact: true }).click();
  }

  /** Chooses from the context menu of a row. */
  async chooseFromMenu(path: RowPath, name: string): Promise<void> {
    await (await this.#row(path)).click({ button: 'right' });
    await pressMenuItem(this.#page, name);
  }

  /** Presses an action in the title of the view. */
  async pressTitleAction(name: string): Promise<void> {
    await this.#open();
    // In a container with this view alone, its actions stand in the container's title.
    await this.#pane.hover();
    const inHeader = this.#header.getByRole('button', { name, exact: true });
    const inTitle = this.#page
      .locator('.part.sidebar > .title, .part.sidebar .composite.title')
      .getByRole('button', { name, exact: true });
    await inHeader.or(inTitle).first().click();
  }

  get #header(): Locator {
    // Its accessible name has the view's description in it, which changes.
    const title = this.#page.locator(`h3.title:text-is(${JSON.stringify(this.#title)})`);
    return this.#page.locator('.pane-header', { has: title });
  }

  get #pane(): Locator {
    return this.#page.locator('.pane', { has: this.#header });
  }

  get #tree(): Locator {
    return this.#pane.locator('.monaco-list[role="tree"]');
  }

  async #open(): Promise<void> {
    await this.#header.waitFor({ state: 'attached' });
    if ((await this.#header.getAttribute('aria-expanded')) === 'false') await this.#header.click();
  }

  async #toggle(path: RowPath, expanded: boolean): Promise<void> {
    await until(`${this.#title}: ${String(path)} to be ${expanded ? 'expanded' : 'collapsed'}`, async () => {
      const row = await this.#row(path);
      if ((await row.getAttribute('aria-expanded')) === String(expanded)) return true;
      await row.locator('.monaco-tl-twistie').click();
      return undefined;
    });
  }

  /** The row at the end of a path; waits until it is there. */
  async #row(path: RowPath): Promise<Locator> {
    const labels = Array.isArray(path) ? path : [path];
    for (const depth of labels.keys()) {
      if (depth > 0) await this.#toggle(labels.slice(0, depth), true);
    }
    const index = await until(`${this.#title}: a row ${labels.join(' > ')}`, async () =>
      find(await this.rows(), labels),
    );
    return rowAt(this.#tree, index);
  }
}

/** The index of the row that a path leads to; one label alone is found at any level. */
function find(rows: readonly TreeRow[], labels: readonly (string | RegExp)[]): number | undefined {
  let from = 0;
  let level: number | undefined;
  for (const [depth, label] of labels.entries()) {
    const at = rows.findIndex(
      (row, index) => index >= from && (level === undefined || row.level === level) && matches(row.label, label),
    );
    const row = rows[at];
    if (!row) return undefined;
    if (depth === labels.length - 1) return at;
    from = at + 1;
    level = row.level + 1;
  }
  return undefined;
}

/** Runs in the page. */
function readRow(row: Element): TreeRow {
  const expanded = row.getAttribute('aria-expanded');
  return {
    label: row.querySelector('.label-name')?.textContent ?? '',
    description: row.querySelector('.label-description')?.textContent ?? '',
    ariaLabel: row.getAttribute('aria-label') ?? '',
    level: Number(row.getAttribute('aria-level')),
    expanded: expanded === null ? undefined : expanded === 'true',
  };
}
