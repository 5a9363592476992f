import { quote } from '#formats';
import { imageFindings } from './image-finding.ts';
import { ruleOn } from './rule.ts';

/** Marketplace containers are Linux only. What the settings ask for is the rule `platform-not-linux`; this is what the image is. */
export const imageNotLinux = ruleOn(
  'config',
  {
    code: 'image-not-linux',
    why: 'AWS Marketplace takes Linux containers only, and a pushed tag is final.',
    source: 'AWS Marketplace seller guide, "Container-based product requirements"',
    severity: { marketplace: 'error' },
  },
  ({ image, platforms }, severity) =>
    imageFindings(image, platforms, { rule: 'image-not-linux', severity }, ({ os }) => {
      if (os === 'linux') return [];
      const what = os === '' ? 'does not say which system it is made for' : `is made for ${quote(os)}, not for Linux`;
      return [{ what, hint: 'Name the Linux platforms under platforms, or leave the image out of the release.' }];
    }),
);
