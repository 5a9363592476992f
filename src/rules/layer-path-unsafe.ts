import { quote } from '#formats';
import { imageFindings } from './image-finding.ts';
import { ruleOn } from './rule.ts';

const longestPath = 200;

/** Names with more `..` than folders. Docker refuses such a layer; containerd stops at the root, as does the reader of layers here. */
export const layerPathUnsafe = ruleOn(
  'layers',
  {
    code: 'layer-path-unsafe',
    why: 'Such files are made by hand, to write outside of the image. Container runtimes disagree about them.',
    source: 'OCI image specification, layer.md; Docker and containerd confine what they unpack',
    severity: { marketplace: 'error', ecr: 'error', oci: 'error' },
  },
  ({ image, platforms }, severity) =>
    imageFindings(image, platforms, { rule: 'layer-path-unsafe', severity }, ({ layers }) =>
      layers.flatMap((layer, at) => {
        if ('unread' in layer) return [];
        const { count, some } = layer.findings.unsafePaths;
        if (count === 0) return [];
        const [files, names] = count === 1 ? ['a file', 'name leads'] : [`${count} files`, 'names lead'];
        const like = quote(`../${some[0] ?? ''}`.slice(0, longestPath));
        const what = `has ${files} in layer ${at + 1} of ${layers.length} whose ${names} out of the image, such as ${like}`;
        return [{ what, hint: 'Find out who made this layer, and build the image again.' }];
      }),
    ),
);
