import type { Link } from '../language.ts';
import type { Neighbours } from '../neighbours.ts';
import { noFacts } from '../shared/no-facts.ts';
import { pairedFiles } from '../shared/paired-files.ts';
import { registryPage } from '../shared/registry-page.ts';
import { listImages } from './list-images.ts';

/** More links than this are of use to nobody, and take an editor long to draw. */
const mostLinks = 2000;

/** From a destination to the release that has it, from a source to its registry's page. */
export function listLinks(text: string, files: Neighbours): Link[] {
  const [release, ...others] = pairedFiles(files, 'release');
  const isPaired = release !== undefined && others.length === 0;
  const images = listImages(text, { ...noFacts, ...(release === undefined ? {} : { unpaired: 'error' }) });
  return images
    .flatMap(({ dest, source, ownSource }): Link[] => {
      const page = source && ownSource ? registryPage(source) : undefined;
      return [
        ...(isPaired && !ownSource ? [{ range: dest.range, title: `Open ${release}`, file: release }] : []),
        ...(page && ownSource
          ? [{ range: ownSource.range, title: `Look at it in ${source?.registry}`, address: page }]
          : []),
      ];
    })
    .slice(0, mostLinks);
}
