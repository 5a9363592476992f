import { type Line, line, span, wrap } from '#text';
import type { Command } from './command.ts';
import { type Option, universalOptions } from './options.ts';

const program = 'marketplace-release';

/** The help of the whole program. */
export function programHelp(commands: readonly Command[], width: number): Line[] {
  const widest = Math.max(...commands.map(({ name }) => name.length));
  return [
    line('Plan, rehearse and run releases of container images to AWS Marketplace and Amazon ECR.'),
    line('Nothing final happens unseen: plan shows what would be pushed, mirror pushes just that.'),
    line(),
    heading('Usage'),
    line(`  ${program} COMMAND [OPTION…]`),
    line(),
    heading('Commands'),
    ...commands.map(({ name, summary }) => line(`  ${name.padEnd(widest)}  ${summary}`)),
    line(),
    heading('Options'),
    ...optionLines(Object.values(universalOptions), width),
    line(),
    heading('Examples'),
    line('  # what the release files of this folder would push; nothing is written'),
    line(`  ${program} plan`),
    line('  # the same against a Marketplace on this machine'),
    line(`  ${program} plan --sandbox`),
    line(),
    ...exitLines(),
    line(),
    line(`${program} COMMAND -h shows the options and examples of one command.`),
  ];
}

/** The help of one command. */
export function commandHelp(command: Command, width: number): Line[] {
  const { name, summary, usage, about, options, examples } = command;
  const universal = Object.values(universalOptions).filter((one) => !options.some((own) => own.name === one.name));
  return [
    line(`${program} ${name}: ${summary}`),
    line(),
    heading('Usage'),
    ...usage.map((text) => line(`  ${program} ${text}`)),
    line(),
    ...about.flatMap((paragraph) => [...wrap(paragraph, width).map((text) => line(text)), line()]),
    heading('Options'),
    ...optionLines([...options, ...universal], width),
    line(),
    heading('Examples'),
    ...examples.flatMap(({ does, line: example }) => [line(`  # ${does}`), line(`  ${program} ${example}`)]),
    line(),
    ...exitLines(),
  ];
}

function heading(text: string): Line {
  return [span(text, 'strong')];
}

function optionLines(options: readonly Option[], width: number): Line[] {
  const rows = options.map(({ name, short, value, means }) => {
    const names = short === undefined ? `    --${name}` : `-${short}, --${name}`;
    return { names: value === undefined ? names : `${names} ${value}`, means };
  });
  const widest = Math.max(...rows.map(({ names }) => names.length));
  const indent = widest + 4;
  return rows.flatMap(({ names, means }) =>
    wrap(means, width - indent).map((text, at) => line(`  ${(at === 0 ? names : '').padEnd(widest)}  ${text}`)),
  );
}

function exitLines(): Line[] {
  return [
    heading('Exit status'),
    line('  0  done, or a plan without trouble'),
    line('  1  items failed, conflicts, problems that are errors, a refused login, the network'),
    line('  2  usage, bad input or settings; nothing was done'),
    line('  130  cancelled'),
  ];
}
