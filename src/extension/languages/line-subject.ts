import type { Facts, Language } from '#language';
import type { Range } from '#problem';

/** A target of nobody, so that each image has one. */
const target = { registry: 'registry.invalid', prefix: '' };
const unknown = () => undefined;
const nothingKnown: Facts = { tags: unknown, image: unknown, chart: unknown, repositories: unknown, target };

/** Whether something stands in these lines that registries have states of: an image, a chart. Nobody is asked. */
export function hasSubject(language: Pick<Language, 'lines'>, text: string, facts: Facts, range: Range): boolean {
  const { release, unpaired } = facts;
  const around = { ...(release ? { release } : {}), ...(unpaired ? { unpaired } : {}) };
  const { value, wants } = language.lines(text, { ...nothingKnown, ...around }, range);
  return value.length > 0 || wants.length > 0;
}
