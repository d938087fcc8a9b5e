/** A mapping template in the Velocity Template Language, parsed. */

export type TemplateNode =
  | { readonly type: 'Text'; readonly text: string }
  | { readonly type: 'Reference'; readonly reference: Reference; readonly source: string; readonly isQuiet: boolean }
  | { readonly type: 'Set'; readonly target: Reference; readonly value: Expression }
  | { readonly type: 'If'; readonly branches: readonly IfBranch[]; readonly otherwise: readonly TemplateNode[] }
  | {
      readonly type: 'Foreach';
      readonly variable: string;
      readonly list: Expression;
      readonly body: readonly TemplateNode[];
    }
  | { readonly type: 'Break' }
  | { readonly type: 'Stop' };

export interface IfBranch {
  readonly condition: Expression;
  readonly body: readonly TemplateNode[];
}

export interface Reference {
  readonly name: string;
  readonly path: readonly Accessor[];
}

export type Accessor =
  | { readonly type: 'Property'; readonly name: string }
  | { readonly type: 'Call'; readonly name: string; readonly arguments: readonly Expression[] }
  | { readonly type: 'Index'; readonly index: Expression };

export type BinaryOperator = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%';

export type Expression =
  | { readonly type: 'Literal'; readonly value: string | number | boolean | null }
  /** A double-quoted text: references in it are filled in. */
  | { readonly type: 'Template'; readonly nodes: readonly TemplateNode[] }
  | { readonly type: 'List'; readonly items: readonly Expression[] }
  | { readonly type: 'Range'; readonly from: Expression; readonly to: Expression }
  | { readonly type: 'Map'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly type: 'Get'; readonly reference: Reference }
  | { readonly type: 'Not'; readonly operand: Expression }
  | {
      readonly type: 'Binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    };
