/**
 * How much of a layer is read at most. Nothing of it is kept but what somebody asks for, so these bound time, not memory; they are far
 * above what images of the field have.
 */
export interface LayerLimits {
  /** Bytes of the blob, as it travels. */
  readonly blobBytes: number;
  /** Bytes of the archive, unpacked. */
  readonly archiveBytes: number;
  /** How many times its own size a blob may grow, once it has grown beyond `ratioFromBytes`. Program files grow three- to tenfold. */
  readonly ratio: number;
  readonly ratioFromBytes: number;
  readonly entries: number;
  /** Bytes of one name or link target; Linux takes 4,096. */
  readonly nameBytes: number;
  /** Bytes of one extended header (pax, GNU). */
  readonly headerBytes: number;
  /** Bytes of one file's content that are handed on, whatever is asked for. */
  readonly contentBytes: number;
}

/** What holds unless a test says otherwise. ECR takes layers up to 52,000 MiB; one of more than 10 GiB is nobody's release. */
export const usualLimits: LayerLimits = {
  blobBytes: 10_737_418_240,
  archiveBytes: 34_359_738_368,
  ratio: 200,
  ratioFromBytes: 268_435_456,
  entries: 2_000_000,
  nameBytes: 4096,
  headerBytes: 1_048_576,
  contentBytes: 1_048_576,
};
