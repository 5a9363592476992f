import { formatReference, shortDigest } from '#reference';
import type { LineState } from '../language.ts';
import type { Asker } from '../shared/asker.ts';
import { isNowhere } from '../shared/standing.ts';
import { repositoryProblem } from '../shared/standing-problem.ts';
import { ageWords } from '../shared/words.ts';
import type { AskableReference } from './form-references.ts';

/** Whether the target has what a form names. Of what lies elsewhere nobody knows: only the target is asked. */
export function referenceStates(asker: Asker, { reference, range, strange }: AskableReference): LineState[] {
  const { target, facts } = asker;
  if (!target || reference.registry !== target.registry) return [];
  const found = asker.image(reference);
  if (found === undefined) return [];
  if (found !== 'missing') {
    const age = ageWords(found.pushedAt, facts.now);
    const parts = ['there', shortDigest(found.digest), ...(age === undefined ? [] : [age])];
    return [{ range, kind: 'there', text: parts.join(' · ') }];
  }
  if (isNowhere(asker, reference, target)) {
    const problem = { ...repositoryProblem(reference, target, range), awsCode: strange };
    return [{ range, kind: 'nowhere', text: 'no such repository', problem }];
  }
  const problem = {
    rule: 'content-missing',
    severity: 'warning',
    range,
    message: `${formatReference(reference)} is not there yet.`,
    hint: 'Push it before the form is submitted, or correct the tag.',
    awsCode: 'IMAGE_NOT_FOUND',
  } as const;
  return [{ range, kind: 'missing', text: 'missing', problem }];
}
