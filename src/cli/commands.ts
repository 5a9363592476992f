import type { Command } from './command.ts';
import { chart } from './commands/chart.ts';
import { check } from './commands/check.ts';
import { doctor } from './commands/doctor.ts';
import { license } from './commands/license.ts';
import { list } from './commands/list.ts';
import { mirror } from './commands/mirror.ts';
import { plan } from './commands/plan.ts';
import { promote } from './commands/promote.ts';
import { report } from './commands/report.ts';
import { sandbox } from './commands/sandbox.ts';
import { verify } from './commands/verify.ts';

/** Every command, in the order of the help: as a release goes. A new one is a file and a line here. */
export const commands: readonly Command[] = [
  doctor,
  check,
  plan,
  mirror,
  verify,
  promote,
  report,
  chart,
  list,
  license,
  sandbox,
];
