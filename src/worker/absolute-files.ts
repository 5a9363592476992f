import { NodeFiles } from '#platform';

/** Files of this machine under their absolute names: the editor knows no working directory. */
export class AbsoluteFiles extends NodeFiles {
  constructor() {
    super('/');
  }

  override displayed(absolute: string): string {
    return absolute;
  }
}
