/** JSON text with one member a line. Nothing else changes: numbers keep their digits, and names that occur twice stay two. */

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s"{}[\],:]+/g;

/** @throws {SyntaxError} for what is no JSON. */
export function indentJson(text: string): string {
  JSON.parse(text);
  const parts: string[] = [];
  let line = '\n';
  let opened = false;
  for (const [token] of text.matchAll(TOKEN)) {
    const closes = token === '}' || token === ']';
    if (closes) line = line.slice(0, -2);
    if (opened !== closes) parts.push(line);
    opened = token === '{' || token === '[';
    if (opened) line += '  ';
    parts.push(token === ':' ? ': ' : token);
    if (token === ',') parts.push(line);
  }
  return parts.join('');
}
