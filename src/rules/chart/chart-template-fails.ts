import { quote } from '#formats';
import type { ActionEvidence, ChartEvidence, TemplateEvidence } from './chart-evidence.ts';
import { type FoundInChart, fileStart } from './chart-problems.ts';
import { chartRule, containerPolicies } from './chart-rule.ts';
import { helmPlace, helmWords } from './helm-words.ts';

const hint = 'Correct it, so that helm template passes without any values of your own.';

/**
 * A chart must render with its default values. Where helm was at hand it says so; without it what our own reading can be certain of: braces and
 * blocks that are not closed, and values that are required and have no default.
 */
export const chartTemplateFails = chartRule(
  {
    code: 'chart-template-fails',
    why: 'AWS Marketplace renders a chart with its default values, and looks for images in what comes out.',
    source: containerPolicies,
    severity: { marketplace: 'error', ecr: 'error', oci: 'error' },
    helpedBy: 'rendered',
    awsCode: 'INVALID_HELM_TEMPLATE',
  },
  (chart, rendered) => {
    if (chart.type === 'library') {
      const message = 'This is a library chart, which cannot be installed.';
      return [{ path: 'Chart.yaml', range: fileStart, message, hint: 'Release the chart that uses it.' }];
    }
    if (!rendered)
      return chart.templates.flatMap((template) => [...faultsOf(template), ...requiredOf(chart, template)]);
    if (rendered.failure === undefined) return [];
    const message = `helm template refuses the chart: ${helmWords(rendered.failure)}.`;
    return [{ ...helmPlace(chart, rendered.failure), message, hint }];
  },
);

function faultsOf({ path, faults }: TemplateEvidence): FoundInChart[] {
  return faults.map(({ message, range }) => ({
    path,
    range,
    message: `The template cannot be rendered: ${message} (by our own reading, without helm).`,
    hint,
  }));
}

/** Of subcharts the values are merged from several files: only the chart's own are looked at. In a block it depends on its condition. */
function requiredOf(chart: ChartEvidence, template: TemplateEvidence): FoundInChart[] {
  if (template.subchart !== '') return [];
  return template.actions.flatMap((action) => {
    const value = requiredValue(action);
    if (value === undefined || action.isDefinition || hasDefault(chart, value)) return [];
    const name = quote(value.join('.'));
    const isCertain = action.depth === 0;
    return [
      {
        path: template.path,
        range: action.range,
        ...(isCertain ? {} : { severity: 'info' as const }),
        message: isCertain
          ? `The value ${name} is required and has no default (by our own reading, without helm).`
          : `The value ${name} is required where this condition holds, and has no default.`,
        hint: 'Give it a default in values.yaml with which the chart renders.',
      },
    ];
  });
}

/** `required "why" .Values.a.b`, and `.Values.a.b | required "why"`. */
function requiredValue({ tokens }: ActionEvidence): readonly string[] | undefined {
  const at = tokens.findIndex(({ kind, text }) => kind === 'name' && text === 'required');
  if (at < 0) return undefined;
  const behind = tokens[at + 2];
  const before = tokens[at - 1]?.text === '|' ? tokens[at - 2] : undefined;
  const value = behind?.kind === 'field' ? behind : before?.kind === 'field' ? before : undefined;
  const [, path] = /^\$?\.Values\.(.+)$/.exec(value?.text ?? '') ?? [];
  // A default that stands on the way there is none of the values.
  return tokens.some(({ text }) => text === 'default') ? undefined : path?.split('.');
}

/** Helm takes null and the empty text for nothing. */
function hasDefault({ values }: ChartEvidence, path: readonly string[]): boolean {
  const own = values.filter(({ subchart }) => subchart === '').flatMap(({ entries }) => entries);
  const name = path.join('\0');
  const found = own.find((entry) => entry.path.join('\0') === name);
  return found !== undefined && found.value !== null && found.value !== '';
}
