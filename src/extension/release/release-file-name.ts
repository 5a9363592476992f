/** Whether a file is called as release files, image lists and settings usually are; the settings may say otherwise. */
export function isReleaseFileName(file: string): boolean {
  return /(?:release\.json|images\.txt|[\\/]marketplace\.yaml)$/.test(file);
}
