import { formatPlatform } from '#reference';
import { ruleOn } from './rule.ts';

/** Marketplace containers are Linux only (Marketplace seller guide, "Container-based product requirements"). */
export const platformNotLinux = ruleOn('target', 'platform-not-linux', ({ file, settings }) => {
  const others = settings.platforms?.filter(({ os }) => os !== 'linux') ?? [];
  if (settings.kind !== 'marketplace' || others.length === 0) return [];
  return [
    {
      file,
      range: settings.places.platforms ?? settings.range,
      rule: 'platform-not-linux',
      severity: 'error',
      message: `AWS Marketplace takes Linux images only, not ${others.map(formatPlatform).join(', ')}.`,
      hint: 'Name Linux platforms only.',
    },
  ];
});
