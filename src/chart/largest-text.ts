/** Beyond this a text of a chart is not looked into, and that is told; UTF-16 units. Values files of 250 kB are in use. */
export const largestText = 2 * 1024 * 1024;
