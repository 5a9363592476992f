import { imageFindings } from './image-finding.ts';
import type { LayerKnowledge } from './layers-evidence.ts';
import { type Rule, ruleOn } from './rule.ts';

type UnreadCode = Extract<LayerKnowledge, { unread: unknown }>['unread']['code'];

const why: Readonly<Record<UnreadCode, string>> = {
  'layer-malformed':
    'What nobody can unpack does not run, and may be there to be seen by one reader and not by another.',
  'layer-too-large':
    'What is not looked into is not known to be free of secrets. Archives that unpack without end are a way to stop a scan.',
  'layer-compression': 'What is not looked into is not known to be free of secrets.',
};
const hints: Readonly<Record<UnreadCode, (why: string) => string>> = {
  'layer-malformed': () => 'Build the image again with a current tool.',
  'layer-too-large': () => 'Look whether it is the right image. If it is, set this rule off with the reason.',
  'layer-compression': (why) => {
    if (why.includes('encrypted'))
      return 'Nobody without the key can look into it: release the image without encryption.';
    if (why.includes('zstd')) return 'Check with Node 22.15 or newer, or build the image with gzip layers.';
    return 'Build the image with gzip layers and the media types of an image.';
  },
};

/** One rule for each reason why a layer was not looked into: what the others found is then not all there is. */
export const unreadLayers: readonly Rule[] = (Object.keys(why) as UnreadCode[]).map((code) => {
  const isBroken = code === 'layer-malformed';
  return ruleOn(
    'layers',
    {
      code,
      why: why[code],
      source: 'OCI image specification, layer.md',
      severity: { marketplace: isBroken ? 'error' : 'warning', ecr: 'warning', oci: 'warning' },
    },
    ({ image, platforms }, severity) =>
      imageFindings(image, platforms, { rule: code, severity }, ({ layers }) =>
        layers.flatMap((layer, at) => {
          if (!('unread' in layer) || layer.unread.code !== code) return [];
          const what = `was not checked whole: its layer ${at + 1} of ${layers.length} (${layer.digest}) ${layer.unread.why}`;
          return [{ what, hint: hints[code](layer.unread.why) }];
        }),
      ),
  );
});
