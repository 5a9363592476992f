import { quote } from '#formats';
import { parseReference } from '#reference';
import type { ValueFault } from '../field-spec.ts';
import { digestFault, marketplaceHostFault } from './marketplace-host.ts';

const awsCode = 'INVALID_HELM_CHART_URI';
/** Semantic Versioning 2.0, without the `+` part. */
const version =
  /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)(?:\.(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*))*)?$/;

/**
 * What is wrong with the address of a chart: an image of AWS Marketplace's registry whose tag is the chart's version (developer guide,
 * INVALID_HELM_CHART_URI). Helm pushes `1.0.0+a` under the tag `1.0.0_a`, which is no version any more.
 */
export function chartFault(text: string): ValueFault | undefined {
  const bare = text.startsWith('oci://') ? text.slice('oci://'.length) : text;
  if (bare !== text)
    return { message: 'The address of a chart stands without oci:// here.', hint: `Write ${bare}`, awsCode };
  const tag = text.slice(text.lastIndexOf('/') + 1).split(':')[1];
  if (tag?.includes('+'))
    return {
      message: `The version ${quote(tag)} has a + in it, which no tag can have.`,
      hint: 'Release the chart under a version without +.',
      awsCode,
    };
  const parsed = parseReference(text);
  if (!parsed.ok) return { message: `The chart is not named right: ${parsed.fault.message}.`, awsCode };
  const { reference } = parsed;
  const host = marketplaceHostFault(text, reference, 'Push the chart to a repository of the product', {
    repository: awsCode,
    form: awsCode,
  });
  if (host) return host;
  const { tag: named } = reference;
  if (named !== undefined && version.test(named)) return digestFault('The chart', reference, awsCode);
  const what = named === undefined ? 'has no version' : `has ${quote(named)}, which is no version of a chart`;
  return { message: `The address of the chart ${what}.`, hint: 'End it with : and major.minor.patch.', awsCode };
}
