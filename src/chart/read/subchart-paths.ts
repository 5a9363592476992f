/** Where a file lies among the subcharts of a chart. */
export interface SubchartPlace {
  /** Its path from the root of the subchart that it belongs to. */
  readonly own: string;
  /** How many subcharts it is in. */
  readonly depth: number;
}

/**
 * Takes the folders of subcharts from a path. Folders in `charts/` whose name begins with `_` or `.` are none
 * (Helm v3 and v4, `pkg/chart/loader/load.go`).
 */
export function subchartPlace(path: string): SubchartPlace {
  let own = path;
  let depth = 0;
  for (let inner = subchartFolder(own); inner !== undefined; inner = subchartFolder(own)) {
    own = own.slice(inner.length + 1);
    depth++;
  }
  return { own, depth };
}

/** Whether a path is that of a subchart as an archive, of the chart itself or of a subchart that lies there as a folder. */
export function isSubchartArchive(path: string): boolean {
  return /^charts\/[^/._][^/]*\.tgz$/.test(subchartPlace(path).own);
}

/** `charts/name`, when the path leads into it. */
export function subchartFolder(path: string): string | undefined {
  return /^charts\/[^/._][^/]*(?=\/)/.exec(path)?.[0];
}
