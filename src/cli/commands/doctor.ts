import { composeGateways, doctorPlace } from '#composition';
import { diagnose, gather, gatherTarget, type OpenedChoice, type TargetChoice, versioned } from '#jobs';
import { exitCodeOfResult, ReleaseError } from '#problem';
import { doctorText } from '#text';
import type { Command } from '../command.ts';
import { withHosts } from '../hosts.ts';
import { awsOptions, commonOptions } from '../options.ts';
import { prepare } from '../prepare.ts';

/** What stands in the way of a release. */
export const doctor: Command = {
  name: 'doctor',
  summary: 'look for what stands in the way of a release; writes nothing',
  usage: ['doctor [--target NAME]'],
  about: [
    'Reads settings and release files, asks AWS who you are and what you may read, asks each registry whether it is there and takes your login, and compares the clock. Says which proxy each host is reached through, and looks at CA files, credential helpers, the key and server of attestations, and the scanner. Rights that only a write would show are listed, not tried. Nothing is written, and no secret is shown.',
    'Without --target all targets of the settings are looked at.',
  ],
  options: [commonOptions.config, commonOptions.target, ...awsOptions, commonOptions.json],
  examples: [
    { does: 'before the first release, or when one fails', line: 'doctor' },
    { does: 'what is wrong, for a script', line: `doctor --json | jq '.checks[] | select(.state=="error")'` },
    { does: 'whether the sandbox works', line: 'doctor --sandbox' },
  ],
  async run({ names, options }, console, world) {
    if (names.length > 0) throw new ReleaseError('usage', `doctor takes no names, but was given ${names.join(' ')}`);
    return withHosts(options, console, world, async (hosts) => {
      const { signal } = world;
      // Nobody is asked to log in: that a login has ended is what the doctor has to say.
      const { choice, files, aws } = prepare({ names: [], options }, hosts, world);
      const target = options.text(commonOptions.target);
      const looked = {
        choice,
        target,
        files,
        gatherTarget: (chosen: OpenedChoice & TargetChoice) => gatherTarget(chosen, { files, aws }, signal),
        gather: (chosen: OpenedChoice & TargetChoice) => gather(chosen, { files, aws }, signal),
        compose: (known: Parameters<typeof composeGateways>[2]) => composeGateways(aws, hosts, known, world),
      };
      const found = await diagnose(doctorPlace(looked, hosts, world), { emit: versioned(console.emit), signal });
      console.result(found, (width) => doctorText(found, width));
      return exitCodeOfResult(found);
    });
  },
};
