/** The bare address of `Name <address>`. */
export function addressOf(text: string): string {
  const start = text.lastIndexOf('<');
  const end = text.lastIndexOf('>');
  return (start >= 0 && end > start ? text.slice(start + 1, end) : text).trim();
}
