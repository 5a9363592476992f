import { isRecord } from '../../store/narrow.ts';
import { invalid } from '../ecr-request.ts';

/** ECR API Reference, SetRepositoryPolicy. */
const longest = 10_240;
const principalPattern =
  /^(?:\*|\d{12}|arn:aws:(?:iam|sts)::\d{12}:(?:root|(?:user|role|assumed-role)\/[\w+=,.@/-]+))$/;

/**
 * Takes a repository policy as ECR does: in its own layout afterwards, as GetRepositoryPolicy shows it, and with an account's id written
 * out as the ARN of its root (IAM user guide, "AWS JSON policy elements: Principal"). A `Resource` is refused
 * (awsdocs/amazon-ecr-user-guide#20), and a principal that does not exist (hashicorp/terraform-provider-aws#39064); here that is one of
 * another partition, or of no form that a principal has.
 */
export function readRepositoryPolicy(text: unknown): string {
  if (typeof text !== 'string' || text.length > longest) throw invalid('policyText', `0 to ${longest} characters`);
  const refused = () => invalid('PolicyText', 'Invalid repository policy provided');
  const policy = parse(text);
  if (!isRecord(policy)) throw refused();
  const statements = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement];
  const known = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Condition'];
  const Statement = statements.map((statement: unknown) => {
    if (!isRecord(statement) || !Object.keys(statement).every((key) => known.includes(key))) throw refused();
    const { Effect: effect, Principal: principal, Action: action = statement.NotAction } = statement;
    if ((effect !== 'Allow' && effect !== 'Deny') || action === undefined) throw refused();
    if (principal === undefined && statement.NotPrincipal === undefined) throw refused();
    return { ...statement, ...(principal === undefined ? {} : { Principal: readPrincipal(principal) }) };
  });
  return JSON.stringify({ ...policy, Statement }, null, 2).replaceAll(/^( *"[^"]+"):/gm, '$1 :');
}

function readPrincipal(principal: unknown): unknown {
  if (!isRecord(principal) || principal.AWS === undefined) return principal;
  const names = [principal.AWS].flat().map((name: unknown) => {
    if (typeof name !== 'string' || !principalPattern.test(name)) throw invalid('PolicyText', 'Principal not found');
    return /^\d{12}$/.test(name) ? `arn:aws:iam::${name}:root` : name;
  });
  return { ...principal, AWS: names.length === 1 ? names[0] : names };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
