import { createHash } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { ApiError } from '../../gateway/operation.ts';
import { createInput, LambdaBench, source, zipOf } from './lambda-bench.testing.ts';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function';
const bench = new LambdaBench();
afterAll(() => bench.close());

describe('functions', () => {
  test('a new function is described as AWS does', async () => {
    const ZipFile = zipOf({ 'index.js': 'exports.handler = async () => 1;' });
    const created = await bench.create('shape', {
      Code: { ZipFile },
      Environment: { Variables: { A: 'b' } },
      Tags: { t: '1' },
    });
    expect(created).toEqual({
      FunctionName: 'shape',
      FunctionArn: `${ARN}:shape`,
      Runtime: 'nodejs20.x',
      Role: 'arn:aws:iam::000000000000:role/r',
      Handler: 'index.handler',
      CodeSize: ZipFile.length,
      Description: '',
      Timeout: 3,
      MemorySize: 128,
      LastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
      CodeSha256: createHash('sha256').update(ZipFile).digest('base64'),
      Version: '$LATEST',
      Environment: { Variables: { A: 'b' } },
      TracingConfig: { Mode: 'PassThrough' },
      RevisionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      PackageType: 'Zip',
      Architectures: ['x86_64'],
      EphemeralStorage: { Size: 512 },
      SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
      LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/shape' },
      State: 'Active',
      LastUpdateStatus: 'Successful',
      RuntimeVersionConfig: { RuntimeVersionArn: expect.stringContaining('arn:aws:lambda:us-east-1::runtime:') },
    });
    const got = await bench.call('GetFunction', { FunctionName: 'shape' });
    expect(got).toMatchObject({ Configuration: created, Tags: { t: '1' }, Code: { RepositoryType: 'S3' } });
    const [, codeId] = /^http:\/\/127\.0\.0\.1:4566\/_stepwell\/lambda\/code\/(.*)\.zip$/.exec(got.Code.Location)!;
    const chunks: Uint8Array[] = [];
    for await (const chunk of bench.service.archive(codeId!)!.read()) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(ZipFile)).toBe(true);
    expect(bench.service.archive('../../etc')).toBeUndefined();
  });

  test.each<[how: string, name: (name: string) => string]>([
    ['a name', (name) => name],
    ['a name with a qualifier', (name) => `${name}:$LATEST`],
    ['a partial ARN', (name) => `000000000000:function:${name}`],
    ['another partial ARN', (name) => `function:${name}`],
    ['an ARN', (name) => `${ARN}:${name}`],
    ['an ARN with a qualifier', (name) => `${ARN}:${name}:$LATEST`],
    [
      'an ARN of another account and region',
      (name) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}:$LATEST`,
    ],
  ])('is found by %s', async (_how, name) => {
    if ((await bench.refusal('GetFunction', { FunctionName: 'named' })) !== 'no error') await bench.create('named');
    expect(await bench.invoke(name('named'), { n: 1 })).toEqual({ n: 1 });
  });

  test('the function of the account and region that an ARN names comes first', async () => {
    await bench.create('twice', { Code: source('exports.handler = async () => "here";') });
    await bench.call(
      'CreateFunction',
      createInput('twice', { Code: source('exports.handler = async () => "there";') }),
      {
        region: 'eu-west-1',
      },
    );
    expect(await bench.invoke('twice')).toBe('here');
    expect(await bench.invoke('arn:aws:lambda:eu-west-1:000000000000:function:twice')).toBe('there');
  });

  test('missing ones', async () => {
    const missing = `404 ResourceNotFoundException: Function not found: ${ARN}:nope`;
    for (const operation of [
      'GetFunction',
      'GetFunctionConfiguration',
      'DeleteFunction',
      'PublishVersion',
      'ListVersionsByFunction',
      'ListAliases',
      'GetFunctionCodeSigningConfig',
      'GetFunctionConcurrency',
      'GetPolicy',
      'UpdateFunctionConfiguration',
    ]) {
      expect([operation, await bench.refusal(operation, { FunctionName: 'nope' })]).toEqual([operation, missing]);
    }
    expect(await bench.refusal('Invoke', { FunctionName: 'nope' })).toBe(`${missing}:$LATEST`);
    expect(await bench.refusal('Invoke', { FunctionName: 'arn:aws:lambda:eu-west-1:123456789012:function:nope' })).toBe(
      '404 ResourceNotFoundException: Function not found: arn:aws:lambda:eu-west-1:123456789012:function:nope:$LATEST',
    );
    await bench.create('lonely');
    expect(await bench.refusal('Invoke', { FunctionName: 'lonely', Qualifier: '7' })).toBe(
      `404 ResourceNotFoundException: Function not found: ${ARN}:lonely:7`,
    );
    expect(await bench.refusal('Invoke', { FunctionName: 'lonely:1', Qualifier: '2' })).toBe(
      '400 InvalidParameterValueException: The derived qualifier from the function name does not match the specified qualifier.',
    );
  });

  test.each<[name: string, more: object, message: string]>([
    ['a runtime that cannot run here', { Runtime: 'java21' }, 'Functions of the runtime java21 cannot run here.'],
    [
      'a retired runtime',
      { Runtime: 'nodejs16.x' },
      'The runtime parameter of nodejs16.x is no longer supported for creating or updating',
    ],
    [
      'an unknown runtime',
      { Runtime: 'cobol' },
      "Value cobol at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [nodejs18.x, ",
    ],
    [
      'no handler',
      { Handler: undefined },
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    ],
    ['no code', { Code: {} }, 'Please provide a source for function code.'],
    ['an image', { Code: { ImageUri: 'x' } }, 'Container images'],
    ['layers', { Layers: ['arn:x'] }, 'Layers are not supported here.'],
    [
      'a reserved variable',
      { Environment: { Variables: { AWS_REGION: 'x', OK: 'y' } } },
      'Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: AWS_REGION',
    ],
    [
      'too large an environment',
      { Environment: { Variables: { A: 'x'.repeat(5_000) } } },
      'Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: {"A":"xxx',
    ],
    [
      'what is no zip',
      { Code: { ZipFile: Buffer.from('no zip at all') } },
      'Could not unzip uploaded file. Please check your file, then try to upload again.',
    ],
    ['an empty zip', { Code: { ZipFile: zipOf({}) } }, 'Uploaded file must be a non-empty zip'],
    [
      'a zip that slips',
      { Code: { ZipFile: zipOf({ '../out.js': 'x' }) } },
      'Could not unzip uploaded file. Please check your file, then try to upload again.',
    ],
    [
      'a zip with an absolute name',
      { Code: { ZipFile: zipOf({ '/tmp/out.js': 'x' }) } },
      'Could not unzip uploaded file.',
    ],
    [
      'a truncated zip',
      { Code: { ZipFile: zipOf({ 'index.js': 'x'.repeat(999) }).subarray(0, 60) } },
      'Could not unzip uploaded file.',
    ],
    [
      'a dead-letter target',
      { DeadLetterConfig: { TargetArn: 'arn:aws:sqs:us-east-1:000000000000:q' } },
      'Dead-letter targets (DeadLetterConfig) are not supported here.',
    ],
  ])('refuses %s', async (_name, more, message) => {
    const refusal = await bench.refusal('CreateFunction', createInput('refused', more));
    expect(refusal).toContain(`400 InvalidParameterValueException: ${message}`);
    expect(await bench.refusal('GetFunction', { FunctionName: 'refused' })).toMatch(/^404/);
  });

  test('a function has fifteen minutes at most, and a name of 64 letters', async () => {
    const tooLong = `400 ValidationException: 1 validation error detected: Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900`;
    expect(await bench.refusal('CreateFunction', createInput('slow', { Timeout: 901 }))).toBe(tooLong);
    await bench.create('slow', { Timeout: 900 });
    expect(await bench.refusal('UpdateFunctionConfiguration', { FunctionName: 'slow', Timeout: 901 })).toBe(tooLong);
    await bench.create('n'.repeat(64));
    expect(await bench.refusal('CreateFunction', createInput('n'.repeat(65)))).toBe(
      `400 ValidationException: 1 validation error detected: Value '${'n'.repeat(65)}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    );
  });

  test('a name is taken once, also by two at once', async () => {
    const results = await Promise.allSettled([bench.create('taken'), bench.create('taken'), bench.create('taken')]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await bench.refusal('CreateFunction', createInput('taken'))).toBe(
      '409 ResourceConflictException: Function already exist: taken',
    );
  });

  test("lists in pages, of the caller's region only", async () => {
    const context = { region: 'sa-east-1' };
    for (let n = 0; n < 5; n++) await bench.call('CreateFunction', createInput(`page${n}`), context);
    const names: string[] = [];
    let Marker: string | undefined;
    do {
      const page = await bench.call('ListFunctions', { MaxItems: 2, ...(Marker && { Marker }) }, context);
      names.push(...page.Functions.map((item: { FunctionName: string }) => item.FunctionName));
      expect(page.Functions[0]).not.toHaveProperty('State');
      Marker = page.NextMarker;
    } while (Marker);
    expect(names).toEqual(['page0', 'page1', 'page2', 'page3', 'page4']);
    expect(await bench.refusal('ListFunctions', { Marker: 'noise' })).toMatch(/^400 InvalidParameterValueException/);
  });

  test('new code and configuration are met by the next invocation', async () => {
    await bench.create('changing', { Code: source('exports.handler = async () => [1, process.env.A];') });
    expect(await bench.invoke('changing')).toEqual([1, null]);
    const old = await bench.call('GetFunctionConfiguration', { FunctionName: 'changing' });
    const updated = await bench.call('UpdateFunctionCode', {
      FunctionName: 'changing',
      RevisionId: old.RevisionId,
      ...source('exports.handler = async () => [2, process.env.A];'),
    });
    expect(updated.RevisionId).not.toBe(old.RevisionId);
    expect(await bench.invoke('changing')).toEqual([2, null]);
    await bench.call('UpdateFunctionConfiguration', {
      FunctionName: 'changing',
      Environment: { Variables: { A: 'x' } },
      Timeout: 9,
    });
    expect(await bench.invoke('changing')).toEqual([2, 'x']);
    expect(await bench.call('GetFunctionConfiguration', { FunctionName: 'changing' })).toMatchObject({
      Timeout: 9,
      MemorySize: 128,
    });
    expect(
      await bench.refusal('UpdateFunctionCode', {
        FunctionName: 'changing',
        RevisionId: old.RevisionId,
        ...source(''),
      }),
    ).toMatch(/^412 PreconditionFailedException: The Revision Id provided does not match the latest Revision Id\./);
  });

  test('a deleted function is gone, with all that belonged to it', async () => {
    await bench.create('doomed', { Publish: true });
    await bench.call('CreateAlias', { FunctionName: 'doomed', Name: 'live', FunctionVersion: '1' });
    expect(await bench.call('DeleteFunction', { FunctionName: 'doomed' })).toEqual({ StatusCode: 204 });
    expect(await bench.refusal('Invoke', { FunctionName: 'doomed' })).toMatch(/^404/);
    await bench.create('doomed');
    expect(await bench.refusal('GetAlias', { FunctionName: 'doomed', Name: 'live' })).toBe(
      `404 ResourceNotFoundException: Cannot find alias arn: ${ARN}:doomed:live`,
    );
    expect((await bench.call('ListVersionsByFunction', { FunctionName: 'doomed' })).Versions).toHaveLength(1);
  });

  test('code may come from S3', async () => {
    const zip = zipOf({ 'index.js': 'exports.handler = async () => "from s3";' });
    const other = new LambdaBench({
      readObject: async ({ bucket, key }) => {
        if (key !== 'code.zip') throw new ApiError('NoSuchKey', 'The specified key does not exist.', { status: 404 });
        expect(bucket).toBe('b');
        return (async function* () {
          yield zip.subarray(0, 50);
          yield zip.subarray(50);
        })();
      },
    });
    await other.create('f', { Code: { S3Bucket: 'b', S3Key: 'code.zip' } });
    expect(await other.invoke('f')).toBe('from s3');
    expect(await other.refusal('CreateFunction', createInput('g', { Code: { S3Bucket: 'b', S3Key: 'x' } }))).toBe(
      '400 InvalidParameterValueException: Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.',
    );
    await other.close();
  });
});

describe('Invoke', () => {
  test('answers, with the log if asked for', async () => {
    await bench.create('plain', {
      Code: source('exports.handler = async (e) => { console.log("hello"); return e; };'),
    });
    const answer = await bench.call('Invoke', {
      FunctionName: 'plain',
      Payload: Buffer.from('{"a":"é"}'),
      LogType: 'Tail',
    });
    expect(answer).toMatchObject({ StatusCode: 200, Payload: '{"a":"é"}', ExecutedVersion: '$LATEST' });
    expect(answer).not.toHaveProperty('FunctionError');
    expect(Buffer.from(answer.LogResult, 'base64').toString()).toContain('INFO\thello\nEND RequestId: ');
    expect(await bench.call('Invoke', { FunctionName: 'plain' })).toEqual({
      StatusCode: 200,
      Payload: '{}',
      ExecutedVersion: '$LATEST',
    });
  });

  test('tells that the function failed', async () => {
    await bench.create('failing', { Code: source('exports.handler = async () => { throw new Error("bad"); };') });
    const answer = await bench.call('Invoke', { FunctionName: 'failing' });
    expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(JSON.parse(answer.Payload)).toMatchObject({ errorType: 'Error', errorMessage: 'bad' });
  });

  test('dry run', async () => {
    await bench.create('dry', { Code: source('throw new Error("never loaded");') });
    expect(await bench.call('Invoke', { FunctionName: 'dry', InvocationType: 'DryRun' })).toEqual({ StatusCode: 204 });
  });

  test('the client context reaches the handler', async () => {
    await bench.create('client', {
      Code: source('exports.handler = async (e, c) => [c.clientContext, c.invokedFunctionArn];'),
    });
    const ClientContext = Buffer.from('{"custom":{"k":1}}').toString('base64');
    expect(await bench.invoke('client', {}, { ClientContext, Qualifier: '$LATEST' })).toEqual([
      { custom: { k: 1 } },
      `${ARN}:client:$LATEST`,
    ]);
  });

  test.each<[name: string, more: object, refusal: string]>([
    [
      'no JSON',
      { Payload: 'x{' },
      "400 InvalidRequestContentException: Could not parse request body into json: Could not parse payload into json: Unrecognized token 'x': was expecting",
    ],
    [
      'over 6 MB',
      { Payload: `"${'x'.repeat(6_291_456)}"` },
      '413 RequestTooLargeException: Request must be smaller than 6291456 bytes for the InvokeFunction operation',
    ],
    [
      'over 1 MB, asynchronously',
      { InvocationType: 'Event', Payload: `"${'x'.repeat(1_048_576)}"` },
      '413 RequestTooLargeException: Request must be smaller than 1048576 bytes for the InvokeFunction operation',
    ],
  ])('refuses a payload: %s', async (_name, more, refusal) => {
    if ((await bench.refusal('GetFunction', { FunctionName: 'picky' })) !== 'no error') await bench.create('picky');
    expect(await bench.refusal('Invoke', { FunctionName: 'picky', ...more })).toContain(refusal);
  });
});

describe('versions and aliases', () => {
  test('a version stays what it was; publishing without a change gives it again', async () => {
    await bench.create('versioned', { Code: source('exports.handler = async (e, c) => ["v1", c.functionVersion];') });
    const one = await bench.call('PublishVersion', { FunctionName: 'versioned', Description: 'first' });
    expect(one).toMatchObject({
      Version: '1',
      FunctionArn: `${ARN}:versioned:1`,
      Description: 'first',
      State: 'Active',
    });
    expect((await bench.call('PublishVersion', { FunctionName: 'versioned' })).Version).toBe('1');
    const two = await bench.call('UpdateFunctionCode', {
      FunctionName: 'versioned',
      Publish: true,
      ...source('exports.handler = async (e, c) => ["v2", c.functionVersion];'),
    });
    expect(two.Version).toBe('2');
    expect(await bench.invoke('versioned', {}, { Qualifier: '1' })).toEqual(['v1', '1']);
    expect(await bench.invoke('versioned:2')).toEqual(['v2', '2']);
    expect(await bench.invoke('versioned')).toEqual(['v2', '$LATEST']);
    const { Versions } = await bench.call('ListVersionsByFunction', { FunctionName: 'versioned' });
    expect(Versions.map((item: { FunctionArn: string }) => item.FunctionArn)).toEqual([
      `${ARN}:versioned:$LATEST`,
      `${ARN}:versioned:1`,
      `${ARN}:versioned:2`,
    ]);
    expect(await bench.refusal('PublishVersion', { FunctionName: 'versioned', CodeSha256: 'other' })).toContain(
      '400 InvalidParameterValueException: CodeSHA256 (other) is different from current CodeSHA256 in $LATEST (',
    );
  });

  test('an alias leads to its version, in part to another', async () => {
    const draws = [0.05, 0.5];
    const other = new LambdaBench({ ids: { uuid: () => crypto.randomUUID(), random: () => draws.shift() ?? 0.99 } });
    await other.create('f', {
      Publish: true,
      Code: source('exports.handler = async (e, c) => [1, c.invokedFunctionArn];'),
    });
    await other.call('UpdateFunctionCode', {
      FunctionName: 'f',
      Publish: true,
      ...source('exports.handler = async () => 2;'),
    });
    const alias = await other.call('CreateAlias', { FunctionName: 'f', Name: 'live', FunctionVersion: '1' });
    expect(alias).toEqual({
      AliasArn: `${ARN}:f:live`,
      Name: 'live',
      FunctionVersion: '1',
      Description: '',
      RevisionId: alias.RevisionId,
    });
    expect(await other.invoke('f:live')).toEqual([1, `${ARN}:f:live`]);
    await other.call('UpdateAlias', {
      FunctionName: 'f',
      Name: 'live',
      RoutingConfig: { AdditionalVersionWeights: { 2: 0.1 } },
    });
    expect(await other.call('Invoke', { FunctionName: 'f:live' })).toMatchObject({
      Payload: '2',
      ExecutedVersion: '2',
    });
    expect(await other.call('Invoke', { FunctionName: 'f:live' })).toMatchObject({ ExecutedVersion: '1' });
    expect((await other.call('ListAliases', { FunctionName: 'f', FunctionVersion: '2' })).Aliases).toEqual([]);
    expect(await other.refusal('CreateAlias', { FunctionName: 'f', Name: 'live', FunctionVersion: '1' })).toBe(
      `409 ResourceConflictException: Alias already exists: ${ARN}:f:live`,
    );
    expect(await other.refusal('CreateAlias', { FunctionName: 'f', Name: 'x', FunctionVersion: '9' })).toBe(
      `404 ResourceNotFoundException: Function not found: ${ARN}:f:9`,
    );
    expect(await other.refusal('DeleteFunction', { FunctionName: 'f', Qualifier: '1' })).toMatch(
      /^409 ResourceConflictException/,
    );
    await other.call('DeleteAlias', { FunctionName: 'f', Name: 'live' });
    await other.call('DeleteAlias', { FunctionName: 'f', Name: 'live' });
    await other.call('DeleteFunction', { FunctionName: 'f', Qualifier: '1' });
    expect(await other.refusal('Invoke', { FunctionName: 'f:1' })).toMatch(/^404/);
    expect(await other.invoke('f:2')).toBe(2);
    await other.close();
  });
});

describe('the rest', () => {
  test('concurrency', async () => {
    await bench.create('reserved');
    expect(await bench.call('GetFunctionConcurrency', { FunctionName: 'reserved' })).toEqual({});
    await bench.call('PutFunctionConcurrency', { FunctionName: 'reserved', ReservedConcurrentExecutions: 0 });
    expect(await bench.refusal('Invoke', { FunctionName: 'reserved' })).toBe(
      '429 TooManyRequestsException: Rate Exceeded.',
    );
    expect(
      await bench.refusal('PutFunctionConcurrency', { FunctionName: 'reserved', ReservedConcurrentExecutions: 901 }),
    ).toBe(
      "400 InvalidParameterValueException: Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
    );
    expect((await bench.call('GetFunction', { FunctionName: 'reserved' })).Concurrency).toEqual({
      ReservedConcurrentExecutions: 0,
    });
    await bench.call('PutFunctionConcurrency', { FunctionName: 'reserved', ReservedConcurrentExecutions: 1 });
    expect((await bench.call('GetAccountSettings')).AccountLimit.UnreservedConcurrentExecutions).toBe(999);
    await bench.call('DeleteFunctionConcurrency', { FunctionName: 'reserved' });
    expect(await bench.invoke('reserved')).toEqual({});
  });

  test('permissions', async () => {
    await bench.create('shared');
    expect(await bench.refusal('GetPolicy', { FunctionName: 'shared' })).toBe(
      '404 ResourceNotFoundException: The resource you requested does not exist.',
    );
    const permission = {
      FunctionName: 'shared',
      StatementId: 's1',
      Action: 'lambda:InvokeFunction',
      Principal: 's3.amazonaws.com',
      SourceArn: 'arn:aws:s3:::b',
      SourceAccount: '000000000000',
    };
    const { Statement } = await bench.call('AddPermission', permission);
    expect(JSON.parse(Statement)).toEqual({
      Sid: 's1',
      Effect: 'Allow',
      Principal: { Service: 's3.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: `${ARN}:shared`,
      Condition: {
        StringEquals: { 'AWS:SourceAccount': '000000000000' },
        ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::b' },
      },
    });
    expect(await bench.refusal('AddPermission', permission)).toContain(
      '409 ResourceConflictException: The statement id (s1) provided already exists.',
    );
    const { Policy } = await bench.call('GetPolicy', { FunctionName: 'shared' });
    expect(JSON.parse(Policy)).toEqual({ Version: '2012-10-17', Id: 'default', Statement: [JSON.parse(Statement)] });
    expect(await bench.refusal('RemovePermission', { FunctionName: 'shared', StatementId: 's2' })).toContain(
      'Statement s2 is not found',
    );
    await bench.call('RemovePermission', { FunctionName: 'shared', StatementId: 's1' });
    expect(await bench.refusal('RemovePermission', { FunctionName: 'shared', StatementId: 's1' })).toContain(
      'No policy is associated',
    );
  });

  test('tags', async () => {
    await bench.create('tagged', { Tags: { a: '1' } });
    const Resource = `${ARN}:tagged`;
    await bench.call('TagResource', { Resource, Tags: { b: '2' } });
    await bench.call('UntagResource', { Resource, TagKeys: ['a'] });
    expect(await bench.call('ListTags', { Resource })).toEqual({ Tags: { b: '2' } });
    expect(await bench.refusal('ListTags', { Resource: `${Resource}:1` })).toContain(
      'Tags on function aliases and versions are not supported',
    );
  });
});
