import { decodedArn } from '../apigateway/decoded-arn.ts';
import { badRequest } from './http-api-errors.ts';

/** The API's id in `arn:aws:apigateway:{region}::/apis/{id}`. */
export function taggedApi(arn: string): string {
  const id = /^arn:[^:]+:apigateway:[^:]*:[^:]*:\/apis\/([^/]+)$/.exec(decodedArn(arn))?.[1];
  if (id === undefined) throw badRequest('Invalid Resource ARN specified: Stepwell tags APIs only');
  return id;
}
