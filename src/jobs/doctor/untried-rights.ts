import type { RepositoryKey, TargetSettings } from '#formats';
import { isEcrPublic } from '#reference';
import type { DoctorCheck } from './doctor-check.ts';

/**
 * A right that only a write could show: nothing is written to find out.
 * @param neededBy what makes a run need it: a setting, say
 */
export function untriedRight(right: string, neededBy: string, of: string): DoctorCheck {
  const message = `not tried, because only a write would show it; a run needs it for ${neededBy}`;
  return { name: `right ${right}${of}`, state: 'skipped', message };
}

/**
 * The rights at ECR and KMS that a run needs to push, and to make and change repositories as a target's settings say (Amazon ECR API
 * Reference, by the name of each action; for the key: Amazon ECR User Guide, "Encryption at rest").
 */
export function untriedRights({ kind, registry, repositories }: TargetSettings, of: string): DoctorCheck[] {
  if (kind === 'oci') return [];
  const service = isEcrPublic(registry) ? 'ecr-public' : 'ecr';
  const actions = ['InitiateLayerUpload', 'UploadLayerPart', 'CompleteLayerUpload', 'PutImage'];
  const push = actions.map((action) => `${service}:${action}`).join(', ');
  return [untriedRight(push, 'every push', of), ...rightsOverRepositories({ kind, repositories }, of)];
}

function rightsOverRepositories(
  { kind, repositories }: Pick<TargetSettings, 'kind' | 'repositories'>,
  of: string,
): DoctorCheck[] {
  const { create, update } = repositories;
  if (kind !== 'ecr' || !(create || update)) return [];
  const rights: readonly (readonly [right: string, needed: boolean, by: readonly RepositoryKey[]])[] = [
    ['ecr:CreateRepository', create, ['create']],
    ['ecr:SetRepositoryPolicy', true, ['readers', 'policy']],
    ['ecr:PutLifecyclePolicy', true, ['lifecycle', 'untaggedDays']],
    ['ecr:TagResource', true, ['tags']],
    ['kms:DescribeKey and kms:CreateGrant', create, ['kmsKey']],
    ['ecr:PutImageTagMutability', update, ['immutableTags']],
    ['ecr:PutImageScanningConfiguration', update, ['scanOnPush']],
  ];
  return rights.flatMap(([right, needed, by]) => {
    const key = by.find((one) => repositories.places[one] !== undefined);
    return needed && key !== undefined ? [untriedRight(right, `repositories.${key}`, of)] : [];
  });
}
