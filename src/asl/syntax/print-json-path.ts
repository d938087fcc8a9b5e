/** The bracket form of a path, `$['a'][0]`, as AWS's messages quote it. */
import type { JsonPath, JsonPathRoot, JsonPathSegment, JsonPathSelector } from './json-path.ts';

export function printJsonPath(path: JsonPath, segments: readonly JsonPathSegment[] = path.segments): string {
  return printRoot(path.root) + segments.map(printSegment).join('');
}

function printRoot(root: JsonPathRoot): string {
  switch (root.type) {
    case 'Input':
      return '$';
    case 'Context':
      return '$$';
    case 'Variable':
      return `$${root.name}`;
    case 'Current':
      return '@';
  }
}

function printSegment(segment: JsonPathSegment): string {
  switch (segment.type) {
    case 'Descendants':
      return `..${printSelector(segment.selector)}`;
    case 'Function':
      return `.${segment.name}(${segment.arguments.join(', ')})`;
    default:
      return printSelector(segment);
  }
}

function printSelector(selector: JsonPathSelector): string {
  switch (selector.type) {
    case 'Member':
      return `[${quote(selector.name)}]`;
    case 'Members':
      return `[${selector.names.map(quote).join(',')}]`;
    case 'Index':
      return `[${selector.index}]`;
    case 'Indices':
      return `[${selector.indices.join(',')}]`;
    case 'Slice':
      return `[${selector.start ?? ''}:${selector.end ?? ''}]`;
    case 'Wildcard':
      return '[*]';
    case 'Filter':
      return `[?${selector.text}]`;
  }
}

function quote(name: string): string {
  return `'${name.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
