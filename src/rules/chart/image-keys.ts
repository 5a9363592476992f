import type { ChartEvidence, KeyEvidence, TemplateEvidence } from './chart-evidence.ts';

/** A line `image: …` of a template. */
export interface ImageKey {
  readonly template: TemplateEvidence;
  readonly key: KeyEvidence;
  /** What stands there, without quotes. */
  readonly written: string;
  /** What is left of it without its actions: all that no value decides. */
  readonly literal: string;
}

/** What is called image and is none: pictures, other addresses. */
const noImage = /^(?:https?:|data:|[[&*|>]|\{(?!\{))|\.(?:png|svg|jpe?g|gif|ico)$/i;

/** The lines of a chart's templates that say which image a container has. */
export function imageKeys({ templates }: ChartEvidence): ImageKey[] {
  return templates.flatMap((template) =>
    template.keys.flatMap((key): ImageKey[] => {
      if (key.key !== 'image') return [];
      const written = unquoted(key.value);
      if (written === '' || noImage.test(written)) return [];
      return [{ template, key, written, literal: withoutActions(written) }];
    }),
  );
}

function unquoted(value: string): string {
  const mark = value[0];
  const isQuoted = value.length > 1 && (mark === '"' || mark === "'") && value.endsWith(mark);
  return (isQuoted ? value.slice(1, -1) : value).trim();
}

/** One pass: what is between braces goes, and what is not closed stays away too. */
function withoutActions(text: string): string {
  let rest = '';
  let at = 0;
  for (let open = text.indexOf('{{'); open >= 0; open = text.indexOf('{{', at)) {
    rest += text.slice(at, open);
    const close = text.indexOf('}}', open);
    if (close < 0) return rest;
    at = close + 2;
  }
  return rest + text.slice(at);
}
