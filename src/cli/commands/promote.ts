import { ReleaseError } from '#problem';
import type { Command, Invocation } from '../command.ts';
import { commonOptions } from '../options.ts';
import { mirror } from './mirror.ts';
import { output, plan } from './plan.ts';

const hint = 'For example: marketplace-release promote staging marketplace';

/** Mirrors a release from one target to another. */
export const promote: Command = {
  name: 'promote',
  summary: 'push a release from one target to another, tags last',
  usage: ['promote FROM TO [FILE…] [--yes]', 'promote FROM TO [FILE…] -o PLAN'],
  about: [
    'Does what mirror does, but takes each image of the release from another target: what FROM has under the tag goes to TO under the same tag. FROM and TO are names under targets in marketplace.yaml; how an image is changed on its way (platforms, attestation entries) is for TO to say.',
    'A target of a folder (registry: oci:FOLDER) carries a release to where no network goes: mirror to it, carry the folder, promote from it there.',
    'With -o the plan is saved instead, and nothing is pushed; mirror --plan runs it. --profile and --region are about TO.',
  ],
  options: [output, ...mirror.options.filter(({ name }) => name !== 'plan' && name !== 'target')],
  examples: [
    { does: 'what was tested on staging, to the Marketplace', line: 'promote staging marketplace' },
    { does: 'the plan of it, for somebody else to look at', line: 'promote staging marketplace -o plan.json' },
    { does: 'what was carried in on a disk, to the registry inside', line: 'promote handover inside --yes' },
  ],
  async run(invocation, console, world) {
    const promotion = promotionOf(invocation);
    return (invocation.options.has(output) ? plan : mirror).run(promotion, console, world);
  },
};

/** @throws ReleaseError `usage` */
function promotionOf({ names, options }: Invocation): Invocation {
  const [from, to, ...files] = names;
  if (from === undefined || to === undefined)
    throw new ReleaseError(
      'usage',
      'promote wants two targets: the one that has the images, and the one that gets them',
      {
        hint,
      },
    );
  if (options.has(commonOptions.target))
    throw new ReleaseError('usage', 'promote names its targets itself and takes no --target', { hint });
  return { names: files, options, promotion: { from, to } };
}
