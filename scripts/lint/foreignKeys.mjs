/**
 * A lint rule: `table[key]` and `key in table`, where any text may be the key and the table is an object with
 * keys of any name, also answer for `constructor`, `toString` and `__proto__`. Names of files come from strangers
 * and may be called so. A Map answers only for what was put into it; `Object.hasOwn(table, key)` in the condition
 * around it, or `ownValue`, asks for the table's own keys.
 */
import ts from 'typescript';

const MESSAGE =
  'This table answers for constructor, toString and __proto__ too: use a Map, or ask by ownValue or Object.hasOwn.';

/** @type {import('eslint').Rule.RuleModule} */
export const foreignKeys = {
  meta: { type: 'problem', schema: [], messages: { foreign: MESSAGE } },
  create(context) {
    const { sourceCode } = context;
    const services = sourceCode.parserServices;
    const checker = services.program.getTypeChecker();

    const parts = type => {
      const whole = checker.getBaseConstraintOfType(type) ?? type;
      return whole.isUnion() ? whole.types : [whole];
    };
    const isAnyText = node =>
      parts(services.getTypeAtLocation(node)).some(
        ({ flags }) => (flags & (ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral)) !== 0
      );
    const hasAnyKeys = node =>
      parts(services.getTypeAtLocation(node)).some(
        type => checker.getIndexInfoOfType(type, ts.IndexKind.String) !== undefined
      );

    /** True if a condition around `node` asks whether the table has this very key. */
    const isAskedFor = (node, table, key) => {
      const question = `Object.hasOwn(${sourceCode.getText(table)}, ${sourceCode.getText(key)})`;
      for (let child = node; child.parent; child = child.parent) {
        const { parent } = child;
        const condition =
          (parent.type === 'ConditionalExpression' && parent.consequent === child && parent.test) ||
          (parent.type === 'IfStatement' && parent.consequent === child && parent.test) ||
          (parent.type === 'LogicalExpression' &&
            parent.operator === '&&' &&
            parent.right === child &&
            parent.left);
        if (condition && sourceCode.getText(condition).startsWith(question)) {
          return true;
        }
      }
      return false;
    };

    const look = (node, table, key) => {
      if (isAnyText(key) && hasAnyKeys(table) && !isAskedFor(node, table, key)) {
        context.report({ node, messageId: 'foreign' });
      }
    };
    return {
      MemberExpression(node) {
        if (node.computed) {
          look(node, node.object, node.property);
        }
      },
      BinaryExpression(node) {
        if (node.operator === 'in') {
          look(node, node.right, node.left);
        }
      }
    };
  }
};
