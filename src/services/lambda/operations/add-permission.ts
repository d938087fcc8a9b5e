/** AddPermission. */
import type { Operation } from '../../../gateway/operation.ts';
import { functionArn, parseFunctionAddress } from '../function-address.ts';
import { checkPolicyRevision, policyOf, policyOwner, withPolicy } from '../function-policy.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';
import { conflict } from '../lambda-errors.ts';

export interface AddPermissionInput {
  readonly FunctionName: string;
  readonly Qualifier?: string;
  readonly StatementId: string;
  readonly Action: string;
  readonly Principal: string;
  readonly SourceArn?: string;
  readonly SourceAccount?: string;
  readonly EventSourceToken?: string;
  readonly PrincipalOrgID?: string;
  readonly FunctionUrlAuthType?: string;
  readonly RevisionId?: string;
}

export function addPermission({ store, ids }: LambdaDependencies): Operation<AddPermissionInput> {
  return (input, context) => {
    const address = parseFunctionAddress(input.FunctionName, input.Qualifier);
    return store.exclusively(address.name, async () => {
      const record = policyOwner(store, address, context);
      const policy = policyOf(record, address.qualifier);
      checkPolicyRevision(policy, input.RevisionId);
      if (policy?.statements.some((statement) => statement['Sid'] === input.StatementId)) {
        throw conflict(
          `The statement id (${input.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
        );
      }
      const statement = statementOf(input, functionArn(record, address.qualifier));
      const statements = [...(policy?.statements ?? []), statement];
      await store.save(withPolicy(record, address.qualifier, { revisionId: ids.uuid(), statements }));
      return { Statement: JSON.stringify(statement) };
    });
  };
}

function statementOf(input: AddPermissionInput, resource: string): Readonly<Record<string, unknown>> {
  const equals = {
    ...(input.SourceAccount === undefined ? {} : { 'AWS:SourceAccount': input.SourceAccount }),
    ...(input.EventSourceToken === undefined ? {} : { 'lambda:EventSourceToken': input.EventSourceToken }),
    ...(input.PrincipalOrgID === undefined ? {} : { 'aws:PrincipalOrgID': input.PrincipalOrgID }),
    ...(input.FunctionUrlAuthType === undefined ? {} : { 'lambda:FunctionUrlAuthType': input.FunctionUrlAuthType }),
  };
  const condition = {
    ...(Object.keys(equals).length === 0 ? {} : { StringEquals: equals }),
    ...(input.SourceArn === undefined ? {} : { ArnLike: { 'AWS:SourceArn': input.SourceArn } }),
  };
  return {
    Sid: input.StatementId,
    Effect: 'Allow',
    Principal: principalOf(input.Principal),
    Action: input.Action,
    Resource: resource,
    ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
  };
}

function principalOf(principal: string): unknown {
  if (principal === '*') return '*';
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  return principal.startsWith('arn:') ? { AWS: principal } : { Service: principal };
}
