import type { IncomingMessage } from 'node:http';

/** What a request wants to do, in ECR's words for it, which its denials repeat. */
export type RegistryAction =
  | 'ecr:BatchGetImage'
  | 'ecr:GetDownloadUrlForLayer'
  | 'ecr:BatchCheckLayerAvailability'
  | 'ecr:InitiateLayerUpload'
  | 'ecr:UploadLayerPart'
  | 'ecr:CompleteLayerUpload'
  | 'ecr:PutImage'
  | 'ecr:ListImages'
  | 'ecr:DescribeRepositories'
  | 'ecr:BatchDeleteImage';

/** How a registry decides who may do what. */
export interface Access {
  /** Returns when the request's login allows the action on the repository (absent: on the registry), else throws a `Refusal`. */
  check(request: IncomingMessage, action: RegistryAction | 'login', repository?: string): void;
}

/** Whether an action changes the registry. */
export function isWrite(action: RegistryAction | 'login'): boolean {
  switch (action) {
    case 'ecr:InitiateLayerUpload':
    case 'ecr:UploadLayerPart':
    case 'ecr:CompleteLayerUpload':
    case 'ecr:PutImage':
    case 'ecr:BatchDeleteImage':
      return true;
    default:
      return false;
  }
}
