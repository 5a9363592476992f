import { type AssessmentState, containerFramework } from '../catalog/container-assessments.ts';
import { AwsError } from './aws-error.ts';
import type { CatalogRequest } from './catalog-request.ts';
import { isoSeconds } from './iso-seconds.ts';
import { paginate } from './paginate.ts';

/** How both page, but for what is given to who asks for nothing (API Reference, MaxResults of each). */
const most = 100;

/** ListAssessments. An entity that there is not has none: the operation knows no ResourceNotFoundException (API Reference, "Errors"). */
export function listAssessments(assessments: readonly AssessmentState[], request: CatalogRequest): unknown {
  const { entityId, changeSetId, framework, deliveryOptionId } = request.assessmentFilter();
  const found = assessments.filter(
    (one) =>
      (entityId ?? one.entityId) === one.entityId &&
      (changeSetId ?? one.changeSetId) === one.changeSetId &&
      (framework === undefined || isOf(framework)) &&
      (deliveryOptionId ?? one.deliveryOptionId) === one.deliveryOptionId,
  );
  const made = `assessments ${JSON.stringify([entityId, changeSetId, framework, deliveryOptionId])}`;
  const { page, nextToken } = paginate(found, request.page(), made, { ...request.pageRule, most, usual: 20 });
  return { AssessmentSummaryList: page.map(summary), ...(nextToken === undefined ? {} : { NextToken: nextToken }) };
}

/** DescribeAssessment. */
export function describeAssessment(assessments: readonly AssessmentState[], request: CatalogRequest): unknown {
  const id = request.assessmentId();
  const found = assessments.find((one) => one.id === id);
  if (!found) throw new AwsError('ResourceNotFoundException', `The assessment ${id} was not found.`, 404);
  const rule = { ...request.pageRule, most, usual: 50 };
  const { page, nextToken } = paginate(found.controls, request.page(), `controls of ${id}`, rule);
  return {
    ...summary(found),
    ControlAssessments: page,
    ...(nextToken === undefined ? {} : { NextToken: nextToken }),
  };
}

/** The ARN has no account (API Reference, DescribeAssessment, AssessmentIdentifier). */
export function assessmentArn(id: string): string {
  return `arn:aws:aws-marketplace:us-east-1::AWSMarketplace/Assessment/${id}`;
}

/** Asked for with or without its version. */
function isOf(framework: string): boolean {
  return framework === containerFramework || framework === containerFramework.split('@')[0];
}

function summary({ id, entityId, changeSetId, deliveryOptionId, isPassed, createdAt, expiresAt }: AssessmentState) {
  return {
    AssessmentArn: assessmentArn(id),
    AssessmentId: id,
    FrameworkId: containerFramework,
    AssessmentTargetSummary: { EntityId: entityId, ChangeSetId: changeSetId },
    FrameworkSummary: { ContainerSecuritySummary: { DeliveryOptionId: deliveryOptionId } },
    AssessmentResult: isPassed ? 'PASS' : 'FAIL',
    CreatedAt: isoSeconds(createdAt),
    ExpiresAt: isoSeconds(expiresAt),
  };
}
