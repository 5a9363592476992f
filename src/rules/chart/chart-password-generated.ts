import { chartRule, securityPolicies } from './chart-rule.ts';
import { isOfOurs } from './is-of-ours.ts';

const generators = new Set([
  'randAlphaNum',
  'randAlpha',
  'randNumeric',
  'randAscii',
  'randBytes',
  'htpasswd',
  'derivePassword',
]);

/** Random passwords were asked for until 2023; now no service should have password logins at all. What we inject says so itself. */
export const chartPasswordGenerated = chartRule(
  {
    code: 'chart-password-generated',
    why: 'The seller guide asks for services without password logins, also where the password is random.',
    source: securityPolicies,
    severity: { marketplace: 'info' },
  },
  ({ templates }) =>
    templates.flatMap((template) => {
      if (template.subchart !== '' || isOfOurs(template)) return [];
      const first = template.actions.find(({ tokens }) =>
        tokens.some(({ kind, text }) => kind === 'name' && generators.has(text)),
      );
      if (!first) return [];
      const message = 'The template makes a random password or key.';
      const hint = 'If it is a login, offer single sign-on too, and let buyers bring a Secret of their own.';
      return [{ path: template.path, range: first.range, message, hint }];
    }),
);
