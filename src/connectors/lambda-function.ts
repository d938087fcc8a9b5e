/** A task whose resource is the ARN of a function: its input is the payload, its result what the function returned. */
import { stringifyJson } from '../asl/exact-json.ts';
import { knownJson } from '../runtime/known-json.ts';
import type { AwsCaller } from './aws-caller.ts';
import type { Connector } from './connector.ts';
import { invokeFunction, untypedCause } from './lambda-payload.ts';
import { parseJson } from './payload.ts';

export function lambdaFunction(caller: AwsCaller): Connector {
  return {
    resource: 'lambda',
    patterns: ['REQUEST_RESPONSE'],
    async invoke(request) {
      const params = { FunctionName: request.resource.arn, Payload: knownJson(stringifyJson(request.arguments)) };
      const result = await invokeFunction(caller, request, params);
      switch (result.type) {
        case 'Refused':
          return { type: 'Failed', error: result.error, cause: result.cause };
        case 'Raised':
          // The runtime's own text, spaces and all.
          return result.errorType === undefined
            ? { type: 'Failed', error: 'Lambda.Unknown', cause: untypedCause(result.text) }
            : { type: 'Failed', error: result.errorType, cause: result.text };
        case 'Returned': {
          const output = parseJson(result.text === '' ? 'null' : result.text);
          return output === undefined
            ? {
                type: 'Failed',
                error: 'States.Runtime',
                cause: `The function returned what is not JSON: ${result.text}`,
              }
            : { type: 'Succeeded', output };
        }
      }
    },
  };
}
