import { chartImages, listHasWrites, refuseOverwriting, versioned, writeImageList } from '#jobs';
import { exitCodeOfResult } from '#problem';
import { chartImagesText, line } from '#text';
import type { Invocation } from './command.ts';
import type { Console } from './console.ts';
import { withHosts } from './hosts.ts';
import { chartOptions, openChartJob } from './open-chart-job.ts';
import { commonOptions } from './options.ts';
import type { World } from './world.ts';

/** Lists the images of a chart, and writes them into an image list where one is named. @returns the exit status */
export function listChartImages(invocation: Invocation, console: Console, world: World): Promise<number> {
  const { options } = invocation;
  return withHosts(options, console, world, async (hosts) => {
    const { gathered, gateways, close } = await openChartJob(invocation, hosts, console, world);
    try {
      const list = options.text(chartOptions.output);
      const inputs = [...gathered.inputs, options.text(commonOptions.hosts)];
      if (list !== undefined) refuseOverwriting('-o', list, inputs, gateways.files);
      const job = { emit: versioned(console.emit), signal: world.signal };
      const found = await chartImages(
        { chart: gathered, list, newTags: options.has(chartOptions.newTags) },
        gateways,
        job,
      );
      const isNew = listHasWrites(found);
      // Shown before it is written, and shown when it is not.
      console.result(found, (width) => [
        ...chartImagesText(found, width),
        ...(isNew ? [line(`  To be written: ${list}`)] : []),
      ]);
      await writeImageList(found, gateways.files);
      if (isNew && !console.isJson) console.lines([line(`  Written to: ${list}`)]);
      return exitCodeOfResult(found);
    } finally {
      close();
    }
  });
}
