/** Texts as sentences, one after another: each ends with one full stop, or as it ends by itself; the last stays as it is. */
export function sentences(...texts: readonly (string | undefined)[]): string {
  const said = texts.flatMap((text) => (text ? [text] : []));
  return said.map((text, at) => (at === said.length - 1 || /[.!?:…]$/.test(text) ? text : `${text}.`)).join(' ');
}
