/** A program of ours that can be put into an image. */
export type OwnProgram = 'license-check';

/** The programs that come with this one. */
export interface OwnPrograms {
  /** @throws ReleaseError `file-not-found`, `file-not-readable` when this installation lacks it */
  read(program: OwnProgram): Promise<Uint8Array>;
}

/** Where a program comes to lie in an image, and how it is run there. */
interface PlacedProgram {
  readonly to: string;
  readonly entrypoint: readonly string[];
  /** What the base has to have, so that the entry point starts. */
  readonly runtime: { readonly name: string; readonly hint: string };
  /** Nobody's account: it needs no files of anybody. */
  readonly user: string;
}

const licenseCheck = '/opt/marketplace-release/license-check.cjs';

/** How each program is put into an image, where the settings do not say otherwise. Its base has to have Node. */
export const placedPrograms: Readonly<Record<OwnProgram, PlacedProgram>> = {
  'license-check': {
    to: licenseCheck,
    entrypoint: ['node', licenseCheck],
    user: '65532:65532',
    runtime: {
      name: 'node',
      hint: `Name an image with Node as its source. Where Node is at another place, as in distroless images, say so under derive in marketplace.yaml: entrypoint: [/nodejs/bin/node, ${licenseCheck}].`,
    },
  },
};
