/** How much of a chart is read at most: what nested archives unpack to is counted too. Far above what charts of the field have. */
export interface ChartLimits {
  /** Bytes of all files, unpacked. Helm itself takes 100 MiB (v3 and v4, `MaxDecompressedChartSize`). */
  readonly unpackedBytes: number;
  /** How many times its own size an archive may grow, once it has grown beyond `ratioFromBytes`. Texts grow five- to tenfold. */
  readonly ratio: number;
  readonly ratioFromBytes: number;
  /** Files and folders. */
  readonly entries: number;
  /** Characters of one path. */
  readonly pathLength: number;
  /** Bytes of one extended header of an archive (pax, GNU). */
  readonly headerBytes: number;
  /** Subcharts within subcharts. */
  readonly depth: number;
  /** Bytes of one file that is held. Helm itself takes no file above 5 MiB (`MaxDecompressedFileSize`). */
  readonly heldFileBytes: number;
  /** Bytes of all that is held because a chart is made of it. */
  readonly heldBytes: number;
  /** Bytes of one other file that is held because it is small, and of all of them. */
  readonly smallFileBytes: number;
  readonly smallBytes: number;
}

/** What holds unless a test says otherwise. */
export const usualLimits: ChartLimits = {
  unpackedBytes: 1_073_741_824,
  ratio: 200,
  ratioFromBytes: 33_554_432,
  entries: 50_000,
  pathLength: 1024,
  headerBytes: 65_536,
  depth: 10,
  heldFileBytes: 5_242_880,
  heldBytes: 50_331_648,
  smallFileBytes: 262_144,
  smallBytes: 8_388_608,
};
