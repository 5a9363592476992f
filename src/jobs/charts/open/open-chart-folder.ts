import { type ChartInput, helmIgnore } from '#chart';
import { decodeText } from '#formats';
import { ReleaseError } from '#problem';
import type { Files, TreeEntry } from '../../gateways.ts';

const wrong: Readonly<Record<Exclude<TreeEntry['kind'], 'file'>, string>> = {
  outside: 'is a link that leads out of the folder',
  circle: 'is a link to a folder that it is in itself',
  other: 'is neither a file nor a folder, or a link to nothing',
};

/**
 * A chart's folder as Helm reads it: without what `.helmignore` leaves out, hidden files and all else in it, by the order of the paths.
 * @throws ReleaseError `chart-file-missing`, `chart-malformed` for a `.helmignore` that Helm refuses, `chart-link-outside`; what reading throws
 */
export async function openChartFolder(folder: string, files: Files): Promise<ChartInput> {
  const shown = files.displayed(files.absolute(folder));
  if ((await files.kindOf(`${folder}/Chart.yaml`)) !== 'file') {
    throw new ReleaseError('chart-file-missing', `The folder ${shown} has no Chart.yaml`, {
      hint: 'Name the folder of the chart itself: Chart.yaml stands directly in it.',
    });
  }
  const ignore = `${folder}/.helmignore`;
  const text = (await files.kindOf(ignore)) === 'file' ? decodeText(await files.read(ignore)).text : undefined;
  const entries = await files.tree(folder, helmIgnore(text));
  for (const { path, kind } of entries) {
    if (kind === 'file') continue;
    throw new ReleaseError('chart-link-outside', `${path} in the folder ${shown} ${wrong[kind]}`, {
      hint: 'Put the file itself there, or name it in .helmignore.',
    });
  }
  return {
    kind: 'folder',
    files: entries.map(({ path }) => ({ path, open: () => files.stream(`${folder}/${path}`) })),
  };
}
