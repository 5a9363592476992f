/** `2018-02-27T13:45:22Z`: the Catalog's times have no fractions. @param time milliseconds since 1970 */
export function isoSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
