/** The ARN of a tagged thing: clients may encode it once more. What cannot be decoded is taken as it is, and names nothing. */
export function decodedArn(arn: string): string {
  try {
    return decodeURIComponent(arn);
  } catch {
    return arn;
  }
}
