/** By what labels and kinds are compared: case and the number of blanks do not count. */
export function labelKey(label: string): string {
  const trimmed = label.trim();
  // Few labels have other blanks than single ones, and every field of a form is looked up at each keystroke.
  return (/[^\S ]| {2}/.test(trimmed) ? trimmed.replace(/\s+/g, ' ') : trimmed).toLowerCase();
}
