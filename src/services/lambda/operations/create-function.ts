/** CreateFunction: the function is there, active, once its code is unpacked and its record on disk. */
import type { Operation } from '../../../gateway/operation.ts';
import { parseFunctionAddress } from '../function-address.ts';
import { type CodeInput, readCode } from '../function-code.ts';
import { functionConfiguration } from '../function-configuration.ts';
import type { FunctionRecord, FunctionSettings } from '../function-record.ts';
import {
  type ConfigurationInput,
  checkEnvironment,
  checkRuntime,
  checkTimeout,
  defaultLogging,
  mergeSettings,
  refuseUnsupported,
} from '../function-settings.ts';
import { functionKey } from '../function-store.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';
import { conflict, exceeds, invalidParameter } from '../lambda-errors.ts';
import { publishLatest } from '../publish-version.ts';

export interface CreateFunctionInput extends ConfigurationInput {
  readonly FunctionName: string;
  readonly Role: string;
  readonly Code: CodeInput;
  readonly Publish?: boolean;
  readonly PackageType?: string;
  readonly Tags?: Readonly<Record<string, string>>;
  readonly Architectures?: readonly string[];
  readonly CodeSigningConfigArn?: string;
}

export function createFunction(dependencies: LambdaDependencies): Operation<CreateFunctionInput> {
  const { store, code, clock, ids, hasDeadLetters } = dependencies;
  return async (input, { region, account }) => {
    const { name } = parseFunctionAddress(input.FunctionName);
    if (name.length > MAX_NAME_LENGTH) {
      throw exceeds(input.FunctionName, 'functionName', `length less than or equal to ${MAX_NAME_LENGTH}`);
    }
    check(input, hasDeadLetters);
    const alreadyExists = (): boolean => store.functions.has(functionKey({ region, account, name }));
    if (alreadyExists()) throw conflict(`Function already exist: ${name}`);
    const source = await readCode(dependencies, input.Code, { region, account }, 'CreateFunction');
    return code.put(source, ({ codeId, codeBytes }) =>
      store.exclusively(name, async () => {
        if (alreadyExists()) throw conflict(`Function already exist: ${name}`);
        const settings = {
          ...mergeSettings(defaults(name, input, codeId, codeBytes), input, name),
          lastModifiedMs: clock.now(),
          revisionId: ids.uuid(),
        };
        const record: FunctionRecord = {
          account,
          region,
          name,
          settings,
          lastVersion: 0,
          tags: input.Tags ?? {},
          policies: {},
        };
        await store.save(record);
        if (!input.Publish) return functionConfiguration({ record, settings, version: '$LATEST' });
        const published = await publishLatest(dependencies, record);
        return functionConfiguration(published, published.version);
      }),
    );
  };
}

const MAX_NAME_LENGTH = 64;

function check(input: CreateFunctionInput, hasDeadLetters: boolean): void {
  if (input.PackageType === 'Image' || input.Code.ImageUri !== undefined) {
    throw invalidParameter(
      'Container images (PackageType Image) are not supported here. Please provide the code as a zip file.',
    );
  }
  if (input.Runtime === undefined || input.Handler === undefined) {
    throw invalidParameter(
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    );
  }
  if (input.CodeSigningConfigArn !== undefined)
    throw invalidParameter('Code signing (CodeSigningConfigArn) is not supported here.');
  if ((input.Architectures?.length ?? 1) !== 1) {
    throw invalidParameter('Only one architecture can be specified at a time.');
  }
  checkTimeout(input.Timeout);
  checkRuntime(input.Runtime);
  refuseUnsupported(input, hasDeadLetters);
  checkEnvironment(input.Environment?.Variables);
}

function defaults(name: string, input: CreateFunctionInput, codeId: string, codeBytes: number): FunctionSettings {
  return {
    runtime: '',
    handler: '',
    role: input.Role,
    description: '',
    timeoutSeconds: 3,
    memoryMb: 128,
    codeId,
    codeBytes,
    architectures: input.Architectures ?? ['x86_64'],
    ephemeralStorageMb: 512,
    tracingMode: 'PassThrough',
    logging: defaultLogging(name),
    snapStartApplyOn: 'None',
    lastModifiedMs: 0,
    revisionId: '',
  };
}
