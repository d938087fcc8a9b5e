/** Compiles an intrinsic function call into a closure that yields its value or throws an `IntrinsicProblem` or a `MissingPath`. */
import type { Json } from '../asl/json.ts';
import type { IntrinsicArgument, IntrinsicCall } from '../asl/syntax/intrinsic.ts';
import type { JsonPath } from '../asl/syntax/json-path.ts';
import { isEscapable } from '../asl/syntax/parse-intrinsic.ts';
import { compileJsonPath } from './compile-json-path.ts';
import { formatParts, intrinsicFunctions } from './intrinsic-functions.ts';
import type { Scope } from './scope.ts';

/** A path among the arguments has no value. */
export class MissingPath extends Error {
  readonly path: JsonPath;

  constructor(path: JsonPath) {
    super(path.text);
    this.path = path;
  }
}

type Evaluate = (scope: Scope) => Json;

export function compileIntrinsic(call: IntrinsicCall): Evaluate {
  const [template, ...rest] = call.arguments;
  if (call.name === 'States.Format' && template?.type === 'Text') {
    const parts = templateParts(template.raw);
    const values = rest.map(compileArgument);
    return (scope) =>
      formatParts(
        parts,
        values.map((value) => value(scope)),
      );
  }
  const apply = intrinsicFunctions[call.name];
  const args = call.arguments.map(compileArgument);
  return (scope) =>
    apply(
      args.map((argument) => argument(scope)),
      scope.random,
    );
}

function compileArgument(argument: IntrinsicArgument): Evaluate {
  switch (argument.type) {
    case 'Call':
      return compileIntrinsic(argument);
    case 'Literal':
    case 'Text':
      return () => argument.value;
    case 'Path': {
      const select = compileJsonPath(argument.path);
      return (scope) => {
        const value = select(scope);
        if (value === undefined) throw new MissingPath(argument.path);
        return value;
      };
    }
  }
}

/** Splits a template at each `{}` that is not escaped, and undoes the escapes. */
function templateParts(raw: string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  for (let at = 0; at < raw.length; at++) {
    const char = raw[at]!;
    if (char === '\\') {
      const next = raw[++at] ?? '';
      part += isEscapable(next) ? next : `\\${next}`;
    } else if (char === '{' && raw[at + 1] === '}') {
      parts.push(part);
      part = '';
      at++;
    } else part += char;
  }
  return [...parts, part];
}
