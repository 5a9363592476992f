import { quote } from '#formats';
import { addonPolicies, chartRule } from './chart-rule.ts';

const allowed = new Set(['Name', 'Namespace']);
/** Of the root, of a variable that holds it, or of what a helper is given as `context`. */
const ofRelease = /^(?:\$\w*|(?:\$\w*)?\.(?:context|root|ctx|top))?\.Release\.(\w+)/;

/** Of `.Release` EKS fills in the name and the namespace. */
export const addonReleaseField = chartRule(
  {
    code: 'addon-release-field',
    why: 'EKS knows no releases of Helm: of .Release it fills in Name and Namespace only.',
    source: addonPolicies,
    only: 'eks-add-on',
    awsCode: 'INVALID_HELM_OBJECTS',
  },
  ({ templates }) =>
    templates.flatMap(({ path, actions }) =>
      actions.flatMap(({ tokens, range }) => {
        const used = tokens.flatMap(({ kind, text }) => (kind === 'field' ? (ofRelease.exec(text)?.[1] ?? []) : []));
        return [...new Set(used)]
          .filter((name) => !allowed.has(name))
          .map((name) => ({
            path,
            range,
            message: `An EKS add-on cannot use ${quote(`.Release.${name}`)}.`,
            hint:
              name === 'Service'
                ? 'Write Helm, or the name of the product, in its place.'
                : 'Take it from a value, or do without; .Release.Name and .Release.Namespace are there.',
          }));
      }),
    ),
);
