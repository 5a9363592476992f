import { formatReference, parseReference } from '#reference';
import type { Chart } from '../chart.ts';
import { textOfFile } from '../read/chart-text.ts';
import { type ChartInstance, chartValues } from '../values/chart-values.ts';
import { isImageText } from './image-keys.ts';
import type { TemplateImage } from './template-image.ts';

/** Longer lines are no YAML that a person wrote. */
const longestLine = 4096;

/**
 * The images that templates name themselves: `image: busybox:1.36`, `image: "busybox:{{ … }}"`, and what `default` gives where a value lacks. Comments count
 * for nothing. Each file once, though its chart be used under several aliases.
 * @param values of the chart, when they are known already
 * @throws ReleaseError `chart-too-large`
 */
export function imagesInTemplates(chart: Chart, { instances } = chartValues(chart)): readonly TemplateImage[] {
  const found: TemplateImage[] = [];
  const read = new Set<string>();
  const scan = ({
    chart: used,
    keys,
    path,
    isEnabled,
  }: Pick<ChartInstance, 'chart' | 'keys' | 'path' | 'isEnabled'>) => {
    for (const file of used.files) {
      const name = path === '' ? file.path : `${path}/${file.path}`;
      if (!/^templates\/.*\.(?:ya?ml|tpl|json)$/.test(file.path) || read.has(name)) continue;
      read.add(name);
      for (const image of literals(withoutComments(textOfFile(file) ?? '')))
        found.push({ ...image, chart: keys, isDefault: isEnabled, file: name });
    }
    // Libraries have no values, and yet templates.
    for (const { chart: library, path: folder } of used.subcharts) {
      if (library.metadata.type !== 'library') continue;
      scan({
        chart: library,
        keys: [...keys, library.metadata.name],
        path: path === '' ? folder : `${path}/${folder}`,
        isEnabled,
      });
    }
  };
  for (const instance of instances) scan(instance);
  return found;
}

type Literal = Pick<TemplateImage, 'reference' | 'kind' | 'line'>;

function literals(text: string): Literal[] {
  return text.split(/\r?\n/).flatMap((whole, position) => {
    const line = whole.slice(0, longestLine);
    const [, value] = /^\s*(?:-\s+)?["']?image["']?\s*:\s*(\S.*)$/.exec(line) ?? [];
    if (value === undefined || value.startsWith('#')) return [];
    return literalsOf(value.trim()).map((literal) => ({ ...literal, line: position + 1 }));
  });
}

function literalsOf(value: string): Omit<Literal, 'line'>[] {
  if (!value.includes('{{')) {
    const [, text = ''] = /^["']?([^"'\s#,}]+)/.exec(value) ?? [];
    const parsed = parseReference(text);
    return isImageText(text) && parsed.ok ? [{ reference: formatReference(parsed.reference), kind: 'literal' }] : [];
  }
  const outside = value.replace(/\{\{.*?\}\}/g, ' ').replace(/["']/g, '');
  const named = outside.split(/\s+/).find((part) => /[a-z0-9]/i.test(part) && !part.startsWith('#'));
  const fallbacks = [...value.matchAll(/(?:\bdefault\s+|\|\s*default\s+)"([^"]+)"/g)].flatMap(([, text = '']) => {
    const parsed = parseReference(text);
    // The fallback of a tag is no image.
    return parsed.ok && /[/:]/.test(text)
      ? [{ reference: formatReference(parsed.reference), kind: 'fallback' as const }]
      : [];
  });
  // A v before a version, a suffix behind it: the name is a value all the same.
  const isName =
    named !== undefined &&
    /^[a-z0-9][\w.-]*(?:[/:]|$)/i.test(named) &&
    !/^v?:?-?$/i.test(named) &&
    outside.trimStart().startsWith(named);
  const partial =
    isName && !/^\s*\{\{/.test(value.replace(/^["']/, '')) ? [{ reference: value, kind: 'partial' as const }] : [];
  return [...partial, ...fallbacks];
}

/** Template comments and YAML ones become blanks; lines stay where they are. */
function withoutComments(text: string): string {
  const bare = text.replace(/\{\{-?\s*\/\*[\s\S]*?\*\/\s*-?\}\}/g, (comment) => comment.replace(/[^\n]/g, ' '));
  return bare.replace(/^[ \t]*#.*$/gm, '');
}
