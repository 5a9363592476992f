/** Whether some reader of YAML, 1.1 or 1.2, takes a text without quotes for something else than that text. */
export function readsOtherwise(text: string): boolean {
  return others.some((other) => other.test(text));
}

const others = [
  /^(?:~|null|=|<<|)$/i,
  /^(?:y|yes|n|no|on|off|true|false)$/i,
  // Whole numbers and fractions, underscores and sexagesimal ones among them.
  /^[-+]?[\d][\d_,]*(?::[\d_.]+)*(?:\.[\d_]*)?(?:e[-+]?\d+)?$/i,
  /^[-+]?\.[\d_]+(?:e[-+]?\d+)?$/i,
  /^[-+]?0(?:x[\da-f_]+|[ob][\d_]+)$/i,
  /^[-+]?\.(?:inf|nan)$/i,
  /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt\s].*)?$/,
];
