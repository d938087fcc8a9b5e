/**
 * Headers that a tool moved into the query of a presigned URL, so that whoever has the URL need not send them. S3 reads `x-amz-` parameters as the headers of
 * their names; what is sent as a header counts more. Checksums stay out: they were made before there was a body.
 */
const NOT_HEADERS =
  /^x-amz-(?:algorithm|credential|date|expires|signature|signedheaders|security-token|content-sha256|sdk-.*|checksum-.*|decoded-.*|trailer)$/;

export function withHoistedHeaders(
  headers: Readonly<Record<string, string>>,
  rawQuery: string,
): Readonly<Record<string, string>> {
  const hoisted = [...new URLSearchParams(rawQuery)]
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => name === 'content-type' || (name.startsWith('x-amz-') && !NOT_HEADERS.test(name)));
  return hoisted.length === 0 ? headers : { ...Object.fromEntries(hoisted), ...headers };
}
