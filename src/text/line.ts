/** How a stretch of text is meant. What it looks like is decided where it is printed; its words say the same. */
export type Style = 'good' | 'bad' | 'warn' | 'muted' | 'strong';

export interface Span {
  readonly text: string;
  readonly style?: Style;
}

/** One line for a terminal. Renderers make lines and never escape sequences; nothing in a span can steer the terminal. */
export type Line = readonly Span[];

/** A line of one kind. */
export function line(text = '', style?: Style): Line {
  return [span(text, style)];
}

export function span(text: string, style?: Style): Span {
  return style === undefined ? { text } : { text, style };
}
