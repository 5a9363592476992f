/** By what labels and kinds are compared: case and the number of blanks do not count. */
export function labelKey(label: string): string {
  return label.trim().replace(/\s+/g, ' ').toLowerCase();
}
