import type { Reference } from '#reference';
import type { ChartPlace } from '../chart-image.ts';

/** An image that a chart names, at all places that do. */
export interface NamedChartImage {
  readonly reference: Reference;
  /** Whether the chart needs it with its default values. */
  readonly isDefault: boolean;
  /** Whether it was only taken for an image by its look. */
  readonly isGuess: boolean;
  readonly places: readonly ChartPlace[];
}
