/** First what tells what the chart is; a program that looks for it need not unpack the rest. */
const first = ['Chart.yaml', 'Chart.lock', 'values.yaml', 'values.schema.json'];

/** The order of files in a chart that we pack, whatever order they were found in. */
export function packingOrder(a: { readonly path: string }, b: { readonly path: string }): number {
  return rank(a.path) - rank(b.path) || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
}

function rank(path: string): number {
  const at = first.indexOf(path);
  return at < 0 ? first.length : at;
}
