/** Whether a file is called as release files, image lists, load forms and settings usually are; the settings may say otherwise. */
export function isReleaseFileName(file: string): boolean {
  return /(?:release\.json|images\.txt|\.loadform\.txt|[\\/]marketplace\.yaml)$/.test(file);
}
