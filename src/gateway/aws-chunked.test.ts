import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeAwsChunked } from './aws-chunked.ts';
import { createChecksum } from './checksums.ts';
import { chunkVerifier, type Signature } from './sigv4.ts';

async function* pieces(text: Buffer | string, sizes: readonly number[] = [7]): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text as string);
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = Math.max(1, sizes[i % sizes.length] as number);
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function decode(text: Buffer | string, options = {}, sizes?: readonly number[]): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of decodeAwsChunked(pieces(text, sizes), options)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

test.each([
  ['crc32', 'y/Q5Jg=='],
  ['crc32c', '4waSgw=='],
  ['crc64nvme', 'rosUhgp5mIg='],
  ['sha1', '98O8HYCOBHMq32eZZczDTKeuNEE='],
  ['sha256', 'FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU='],
])('%s of 123456789', (algorithm, expected) => {
  const sum = createChecksum(algorithm);
  sum?.update(Buffer.from('1234'));
  sum?.update(Buffer.from('56789'));
  expect(sum?.digest()).toBe(expected);
});

test('any body comes through in whatever pieces it arrives', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ minLength: 1, maxLength: 40 }), { maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
      async (chunks, sizes) => {
        const framed = chunks
          .map((chunk) => `${Buffer.byteLength(chunk).toString(16)};chunk-signature=0\r\n${chunk}\r\n`)
          .join('');
        const sum = createChecksum('crc32');
        sum?.update(Buffer.from(chunks.join('')));
        const body = `${framed}0;chunk-signature=0\r\nx-amz-checksum-crc32:${sum?.digest()}\r\n\r\n`;
        const options = {
          announcedTrailers: ['x-amz-checksum-crc32'],
          decodedLength: Buffer.byteLength(chunks.join('')),
        };
        expect(await decode(body, options, sizes)).toBe(chunks.join(''));
      },
    ),
    { numRuns: 100 },
  );
});

test.each<[name: string, body: string, options: object, code: string]>([
  ['no size', 'zz\r\nabc\r\n0\r\n\r\n', {}, 'InvalidRequest'],
  ['a size that is too large for its data', '5\r\nabc', {}, 'IncompleteBody'],
  ['a size that is too small for its data', '2\r\nabc\r\n0\r\n\r\n', {}, 'InvalidRequest'],
  ['no last chunk', '3\r\nabc\r\n', {}, 'IncompleteBody'],
  ['an enormous size', 'fffffffffffffffff\r\n', {}, 'InvalidRequest'],
  ['a negative size', '-1\r\n', {}, 'InvalidRequest'],
  ['an endless line', 'a'.repeat(20_000), {}, 'InvalidRequest'],
  ['fewer bytes than announced', '3\r\nabc\r\n0\r\n\r\n', { decodedLength: 4 }, 'IncompleteBody'],
  ['more bytes than announced', '3\r\nabc\r\n0\r\n\r\n', { decodedLength: 2 }, 'IncompleteBody'],
  [
    'a wrong checksum',
    '3\r\nabc\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n',
    { announcedTrailers: ['x-amz-checksum-crc32'] },
    'BadDigest',
  ],
  ['no checksum', '3\r\nabc\r\n0\r\n\r\n', { announcedTrailers: ['x-amz-checksum-crc32'] }, 'MalformedTrailerError'],
  ['too many trailers', `0\r\n${'a:b\r\n'.repeat(50)}\r\n`, {}, 'InvalidRequest'],
  ['nothing at all', '', {}, 'IncompleteBody'],
])('%s is refused', async (_name, body, options, code) => {
  await expect(decode(body, options)).rejects.toMatchObject({ code });
});

test('chunk signatures: the example of the S3 documentation', async () => {
  const signature: Signature = {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    day: '20130524',
    region: 'us-east-1',
    service: 's3',
    signedHeaders: [],
    signature: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
    isPresigned: false,
    date: '20130524T000000Z',
  };
  const body = (last: string) =>
    [
      `10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n${'a'.repeat(65_536)}\r\n`,
      `400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n${'a'.repeat(1024)}\r\n`,
      `0;chunk-signature=${last}\r\n\r\n`,
    ].join('');
  const verify = () => ({ verifyChunk: chunkVerifier('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', signature) });
  const right = 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9';
  expect(await decode(body(right), verify(), [9_000])).toHaveLength(66_560);
  await expect(decode(body('00'), verify(), [9_000])).rejects.toMatchObject({ code: 'SignatureDoesNotMatch' });
});
