/**
 * Whatever their inputs, SES, Secrets Manager, Parameter Store and KMS answer or refuse: nothing in them throws anything but an API error.
 * STEPWELL_FUZZ_RUNS sets the number of random calls, STEPWELL_FUZZ_SEED the seed: the same one each time unless told, so that a landing does not hang on chance.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Stepwell } from '../../src/server/stepwell.ts';
import { arbitraryCall, type Pool } from './arbitrary-payload.ts';
import { startEphemeral } from './ephemeral-server.ts';

const RUNS = Number(process.env['STEPWELL_FUZZ_RUNS'] ?? 1_500);
const SEED = Number(process.env['STEPWELL_FUZZ_SEED'] ?? 20_261_121);

let server: Stepwell;

beforeAll(async () => {
  ({ server } = await startEphemeral());
});
afterAll(() => server.stop());

const call = async (service: string, operation: string, params: Record<string, unknown>) => {
  const result = await server.caller.call({ service, operation, params });
  if (!result.ok) throw new Error(`${operation}: ${result.code}: ${result.message}`);
  return result.output;
};

/** Things that exist, so that calls get past the first check. */
async function poolOf(service: string): Promise<Pool> {
  switch (service) {
    case 'kms': {
      const { KeyMetadata } = await call('kms', 'CreateKey', {});
      const { KeyId } = KeyMetadata as { KeyId: string };
      await call('kms', 'CreateAlias', { AliasName: 'alias/a', TargetKeyId: KeyId });
      const keys = [KeyId, 'alias/a', 'alias/b', 'arn:aws:kms:us-east-1:000000000000:alias/a'];
      return {
        KeyId: keys,
        TargetKeyId: keys,
        DestinationKeyId: keys,
        SourceKeyId: keys,
        AliasName: ['alias/a', 'alias/b'],
      };
    }
    case 'secretsmanager': {
      const { ARN, VersionId } = await call(service, 'CreateSecret', { Name: 's', SecretString: 'x' });
      const versions = [VersionId as string, crypto.randomUUID()];
      return {
        SecretId: ['s', ARN as string, (ARN as string).slice(0, -7), 't'],
        Name: ['s', 't', 'u'],
        ClientRequestToken: versions,
        VersionId: versions,
        MoveToVersionId: versions,
        RemoveFromVersionId: versions,
        VersionStage: ['AWSCURRENT', 'AWSPREVIOUS', 'X'],
      };
    }
    case 'ssm':
      await call(service, 'PutParameter', { Name: '/p', Value: 'x', Type: 'SecureString' });
      return {
        Name: ['/p', '/p:1', '/q', 'r'],
        Path: ['/', '/p'],
        ResourceId: ['/p', 'r'],
        Labels: ['a'],
        Names: ['/p', '/q:2'],
      };
    default: {
      await call('ses', 'VerifyDomainIdentity', { Domain: 'example.com' });
      const addresses = ['a@example.com', 'B <b@example.com>', 'c@elsewhere.example'];
      return {
        Source: addresses,
        FromEmailAddress: addresses,
        EmailIdentity: ['example.com', ...addresses],
        EmailAddress: addresses,
        ToAddresses: addresses,
        Domain: ['example.com', 'other.example'],
        TemplateName: ['t', 'u'],
        Template: ['t', 'u'],
        TemplateData: ['{"a":1}', '{', '[]', '{"constructor":1}'],
        Subject: ['{{a}}', '{{#if a}}x{{/if}}', '{{'],
        SubjectPart: ['{{a}}', '{{#each a}}{{this}}{{/each}}', '{{'],
        Text: ['{{constructor}}', '{{lookup a "__proto__"}}', '{{> x}}', '{{#with a}}{{b}}{{/with}}'],
        ConfigurationSetName: ['c'],
        ResourceArn: ['arn:aws:ses:us-east-1:000000000000:identity/example.com'],
      };
    }
  }
}

test.each(['kms', 'secretsmanager', 'ssm', 'ses', 'sesv2'])(`%s takes anything (seed ${SEED})`, async (service) => {
  const pool = await poolOf(service);
  const calls = fc.sample(arbitraryCall(service, pool), { numRuns: RUNS, seed: SEED });
  const codes = new Map<string, number>();
  for (const { operation, body } of calls) {
    const params = objectOf(body);
    if (!params || !server.caller.supports(service, operation)) continue;
    const result = await server.caller.call({ service, operation, params }).catch((error: unknown) => {
      throw new Error(`${operation} ${body}`, { cause: error });
    });
    const code = result.ok ? 'OK' : result.code;
    codes.set(code, (codes.get(code) ?? 0) + 1);
    if (!result.ok)
      expect([operation, result.status], result.message).toEqual([
        operation,
        expect.toSatisfy((status) => status < 500),
      ]);
  }
  // Not everything failed at the door.
  expect(codes.get('OK') ?? 0).toBeGreaterThan(4);
  expect(codes.size).toBeGreaterThan(3);
});

function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
