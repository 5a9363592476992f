export { type ChartVersion, chartVersions, largestIndex } from './chart-index.ts';
