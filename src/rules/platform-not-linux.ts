import { formatPlatform } from '#reference';
import { type RuleAbout, ruleOn } from './rule.ts';

const about: RuleAbout = {
  code: 'platform-not-linux',
  why: 'The target asks for a platform that AWS Marketplace does not take.',
  source: 'AWS Marketplace seller guide, "Container-based product requirements"',
  severity: { marketplace: 'error' },
};

/** Marketplace containers are Linux only (Marketplace seller guide, "Container-based product requirements"). */
export const platformNotLinux = ruleOn('target', about, ({ file, settings }, severity) => {
  const others = settings.platforms?.filter(({ os }) => os !== 'linux') ?? [];
  if (others.length === 0) return [];
  return [
    {
      file,
      range: settings.places.platforms ?? settings.range,
      rule: 'platform-not-linux',
      severity,
      message: `AWS Marketplace takes Linux images only, not ${others.map(formatPlatform).join(', ')}.`,
      hint: 'Name Linux platforms only.',
    },
  ];
});
