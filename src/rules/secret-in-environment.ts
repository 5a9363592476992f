import { quote } from '#formats';
import { type ImageFinding, imageFindings } from './image-finding.ts';
import { isLiteralSecret, tokenIn } from './literal-secrets.ts';
import { ruleOn } from './rule.ts';
import { secretsInCommand } from './secrets-in-command.ts';

/** Passwords, tokens and keys in the config: its environment, its labels, its command; what they are is never said, only what they are called. */
export const secretInEnvironment = ruleOn(
  'config',
  {
    code: 'secret-in-environment',
    why: 'An image is public to everyone who may pull it, and its config with it. A default password is the same in every installation.',
    source: 'AWS Marketplace seller guide, "Container-based product requirements": no hard-coded secrets, even hashed',
    severity: { marketplace: 'error', ecr: 'warning', oci: 'warning' },
  },
  ({ image, platforms }, severity) =>
    imageFindings(image, platforms, { rule: 'secret-in-environment', severity }, (config) => [
      ...config.environment.flatMap(inVariable),
      ...Object.entries(config.labels).flatMap(([name, value]) => found(tokenIn(value), `the label ${quote(name)}`)),
      ...secretsInCommand([...config.entrypoint, ...config.command].join(' '), new Set()).flatMap((what) =>
        found(what, 'the command'),
      ),
    ]),
);

function inVariable(line: string): ImageFinding[] {
  const equals = line.indexOf('=');
  if (equals <= 0) return [];
  const [name, value] = [line.slice(0, equals), line.slice(equals + 1)];
  const what = tokenIn(value) ?? (isLiteralSecret(name, value) ? 'a secret' : undefined);
  return found(what, `the variable ${quote(name)}`);
}

function found(what: string | undefined, place: string): ImageFinding[] {
  if (what === undefined) return [];
  const hint = 'Take it out of the image, and give it to the container when it starts.';
  return [{ what: `has ${what} in ${place} of its config`, hint }];
}
