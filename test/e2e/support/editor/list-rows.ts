import type { Locator } from 'playwright-core';

/** Not those that stick to the top, which are in the list a second time. */
const rows = '.monaco-list-rows > .monaco-list-row';

/**
 * Reads every row of a list or tree. The workbench keeps only the rows in sight in the page, so it is scrolled from top to bottom.
 * `read` runs in the page, once for each row.
 */
export async function listRows<T>(list: Locator, read: (row: Element) => T): Promise<T[]> {
  const found = new Map<number, T>();
  // Put together as text, because a function that is handed to the page cannot call another one.
  const readAll = new Function(
    'rows',
    `return rows.map((row) => ({
      index: Number(row.getAttribute('data-index')),
      value: (${read})(row),
    }))`,
  ) as (rows: Element[]) => { index: number; value: T }[];
  await scroll(list, 'top');
  for (let before = -1; found.size > before; await scroll(list, 'next')) {
    before = found.size;
    for (const { index, value } of await list.locator(rows).evaluateAll(readAll)) found.set(index, value);
  }
  return [...found].sort(([a], [b]) => a - b).map(([, value]) => value);
}

/** The row at an index, scrolled into sight: the page would scroll it in a way that the list does not know of. */
export async function rowAt(list: Locator, index: number): Promise<Locator> {
  const row = list.locator(`${rows}[data-index="${index}"]`);
  if (await isInSight(list, row)) return row;
  await scroll(list, 'top');
  for (let step = 0; step < 1000 && !(await isInSight(list, row)); step += 1) await scroll(list, 'next');
  return row;
}

/** A row with the focus is kept in the page, also where it is not in sight. */
async function isInSight(list: Locator, row: Locator): Promise<boolean> {
  if ((await row.count()) === 0) return false;
  const [outer, inner] = [await list.boundingBox(), await row.boundingBox()];
  return outer !== null && inner !== null && inner.y >= outer.y && inner.y + inner.height <= outer.y + outer.height;
}

type Place = 'top' | 'next';

/** Turns the wheel over a list, without moving the pointer: that would bring up hovers. */
async function scroll(list: Locator, place: Place): Promise<void> {
  const turn = async (element: Element, to: Place): Promise<void> => {
    // A notch is 120 and takes a list on by 50 pixels; in an event made by a page, up is positive.
    const notches = to === 'top' ? 100_000 : -Math.max(1, (element.clientHeight * 0.8) / 50);
    const wheel = new WheelEvent('wheel', { deltaY: notches * 120, bubbles: true, cancelable: true });
    (element.querySelector('.monaco-scrollable-element') ?? element).dispatchEvent(wheel);
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  };
  // A list that was there is there still, or something else took its place, and whoever reads it has to look again.
  await list.evaluate(turn, place, { timeout: 5000 });
}
