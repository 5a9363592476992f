import { whateverIsNewest } from './tag-order.ts';
import { movingName, readVersionTag } from './version-tag.ts';

/** Whether a tag is one that is pushed again and again, and so names no release: `latest`, `nightly-alpine`, `8.4-SNAPSHOT`. */
export function isMovingTag(tag: string): boolean {
  return readVersionTag(tag)?.isMoving ?? (whateverIsNewest.test(tag) || movingName.test(tag));
}
