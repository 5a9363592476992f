import { quote } from '#formats';
import { addonPolicies, chartRule } from './chart-rule.ts';
import { plainReads } from './plain-reads.ts';

const allowed = new Set(['Name', 'Namespace']);
/** Of the root, of a variable that holds it, or of what a helper is given as `context`. */
const ofRelease = /^(?:\$\w*|(?:\$\w*)?\.(?:context|root|ctx|top))?\.Release(?:\.(\w+))?/;
const whole = '.Release';
/** What writes all of an object. */
const writing = new Set([
  'toYaml',
  'toYamlPretty',
  'toJson',
  'toPrettyJson',
  'toRawJson',
  'mustToJson',
  'toString',
  'print',
  'printf',
  'range',
]);

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
      plainReads(actions, 'Release').flatMap(({ tokens, range }) => {
        const isWritten = tokens.some(({ kind, text }) => kind === 'name' && writing.has(text));
        const used = tokens.flatMap(({ kind, text }) => {
          const [found, name = ''] = (kind === 'field' && ofRelease.exec(text)) || [];
          // Handed on as a whole, to a named template say: what is read of it there counts.
          if (found === undefined || allowed.has(name) || (name === '' && (text !== found || !isWritten))) return [];
          return [name === '' ? whole : `${whole}.${name}`];
        });
        return [...new Set(used)].map((name) => ({
          path,
          range,
          message: `An EKS add-on cannot use ${quote(name)}.`,
          hint:
            name === '.Release.Service'
              ? 'Write Helm, or the name of the product, in its place.'
              : 'Take it from a value, or do without; .Release.Name and .Release.Namespace are there.',
        }));
      }),
    ),
);
