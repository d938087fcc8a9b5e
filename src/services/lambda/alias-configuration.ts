/** AWS's AliasConfiguration, and the checks of what an alias points to. */
import { functionArn } from './function-address.ts';
import type { AliasRecord, FunctionRecord } from './function-record.ts';
import type { FunctionStore } from './function-store.ts';
import { functionNotFound, invalidParameter } from './lambda-errors.ts';

export interface RoutingInput {
  readonly AdditionalVersionWeights?: Readonly<Record<string, number>>;
}

export function aliasConfiguration(record: FunctionRecord, alias: AliasRecord): Readonly<Record<string, unknown>> {
  return {
    AliasArn: functionArn(record, alias.name),
    Name: alias.name,
    FunctionVersion: alias.functionVersion,
    Description: alias.description,
    ...(alias.additionalWeights === undefined
      ? {}
      : { RoutingConfig: { AdditionalVersionWeights: alias.additionalWeights } }),
    RevisionId: alias.revisionId,
  };
}

/** @throws {ApiError} if a version that the alias would point to does not exist. */
export function checkAliasTarget(
  store: FunctionStore,
  record: FunctionRecord,
  version: string,
  weights: Readonly<Record<string, number>> | undefined,
): void {
  if (!store.settings(record, version)) throw functionNotFound(functionArn(record, version));
  const entries = Object.entries(weights ?? {});
  if (entries.length === 0) return;
  if (version === '$LATEST') {
    throw invalidParameter('$LATEST is not supported for an alias pointing to more than 1 version');
  }
  for (const [additional, weight] of entries) {
    if (additional === '$LATEST' || additional === version) {
      throw invalidParameter(
        `Invalid function version ${additional}. Function version ${version} is already included in routing configuration.`,
      );
    }
    if (!store.settings(record, additional)) throw functionNotFound(functionArn(record, additional));
    if (weight < 0 || weight > 1)
      throw invalidParameter('The weight of an additional version must be between 0.0 and 1.0.');
  }
  if (entries.length > 1) {
    throw invalidParameter('Number of items in AdditionalVersionWeights cannot be greater than 1');
  }
}

export function weightsOf(routing: RoutingInput | undefined): Readonly<Record<string, number>> | undefined {
  const weights = routing?.AdditionalVersionWeights;
  return weights && Object.keys(weights).length > 0 ? weights : undefined;
}
