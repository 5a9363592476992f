import { isRecord } from '../../store/narrow.ts';
import type { AwsError } from '../aws-error.ts';
import { invalid } from '../ecr-request.ts';

/** ECR API Reference, PutLifecyclePolicy: characters. */
const shortest = 100;
const longest = 30_720;

/**
 * Takes a lifecycle policy as ECR does: without blanks afterwards (aws-cli's example of put-lifecycle-policy). The rules are those of the ECR
 * user guide, "Lifecycle policy parameters"; what is wrong is told as "Lifecycle policy validation failure", as
 * hashicorp/terraform-provider-aws shows it.
 */
export function readLifecyclePolicy(text: unknown): string {
  if (typeof text !== 'string' || text.length < shortest || text.length > longest) {
    throw invalid('lifecyclePolicyText', `${shortest} to ${longest} characters`);
  }
  const policy = parse(text);
  const rules = isRecord(policy) ? policy.rules : undefined;
  if (!Array.isArray(rules) || rules.length === 0) throw refused('object has missing required properties (["rules"])');
  const priorities = new Set<number>();
  for (const rule of rules) {
    const priority = priorityOf(rule);
    if (priorities.has(priority)) throw refused(`duplicate rulePriority ${priority}`);
    priorities.add(priority);
  }
  return JSON.stringify(policy);
}

function priorityOf(rule: unknown): number {
  const { rulePriority, selection, action } = isRecord(rule) ? rule : {};
  if (!Number.isInteger(rulePriority) || Number(rulePriority) < 1) throw refused('rulePriority must be 1 or more');
  if (!isRecord(action) || action.type !== 'expire') throw refused('action.type must be expire');
  const { tagStatus, countType, countUnit, countNumber, tagPrefixList, tagPatternList } = isRecord(selection)
    ? selection
    : {};
  if (tagStatus !== 'tagged' && tagStatus !== 'untagged' && tagStatus !== 'any') {
    throw refused('selection.tagStatus must be one of tagged, untagged, any');
  }
  if ((tagStatus === 'tagged') !== (tagPrefixList !== undefined || tagPatternList !== undefined)) {
    throw refused('selection.tagPrefixList or tagPatternList belongs to tagStatus tagged');
  }
  if (countType !== 'imageCountMoreThan' && countType !== 'sinceImagePushed') throw refused('selection.countType');
  if ((countType === 'sinceImagePushed') !== (countUnit === 'days')) throw refused('selection.countUnit');
  if (!Number.isInteger(countNumber) || Number(countNumber) < 1)
    throw refused('selection.countNumber must be 1 or more');
  return Number(rulePriority);
}

function refused(why: string): AwsError {
  return invalid('LifecyclePolicyText', `Lifecycle policy validation failure: ${why}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
