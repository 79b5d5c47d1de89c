import type { TreeCursor, Tree as WasmTree } from "web-tree-sitter";

/** One node of a syntax tree, copied out of the wasm memory so that nothing has to be freed later. */
export interface SyntaxNode {
  /** Node type of the grammar; for anonymous nodes the token's text. */
  readonly type: string;
  /** False for punctuation and keywords. */
  readonly named: boolean;
  /** True where the parser invented a token that the text lacks. */
  readonly missing: boolean;
  /** The role in the parent, e.g. "body"; null where it has none. */
  readonly field: string | null;
  /** UTF-16 offsets into the source, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** Zero-based line of the first character. */
  readonly row: number;
  /** Zero-based column of the first character. */
  readonly column: number;
  readonly text: string;
  readonly parent: SyntaxNode | undefined;
  readonly children: readonly SyntaxNode[];
}

/** A whole syntax tree: the root, and every node in document order (parents first). */
export interface SyntaxTree {
  readonly source: string;
  readonly root: SyntaxNode;
  readonly nodes: readonly SyntaxNode[];
  /** Whether the parser had to skip or invent anything. */
  readonly hasError: boolean;
}

interface MutableNode extends SyntaxNode {
  readonly children: SyntaxNode[];
}

/** The tree of text that was not read to its end: one error. */
export function unreadTree(source: string): SyntaxTree {
  const root: SyntaxNode = {
    ...{ type: "ERROR", named: true, missing: false, field: null, row: 0, column: 0 },
    ...{ start: 0, end: source.length, text: source, parent: undefined, children: [] },
  };
  return { source, root, nodes: [root], hasError: true };
}

/** Copies a wasm tree; the caller deletes the wasm tree afterwards. Works without recursion, so depth is no limit. */
export function copyTree(tree: WasmTree, source: string): SyntaxTree {
  const cursor = tree.walk();
  try {
    const nodes: SyntaxNode[] = [];
    const root = copyNode(cursor, source, undefined);
    nodes.push(root);
    let current = root;
    for (;;) {
      if (cursor.gotoFirstChild()) {
        current = add(copyNode(cursor, source, current), current);
        continue;
      }
      let parent = current.parent as MutableNode | undefined;
      while (parent !== undefined && !cursor.gotoNextSibling()) {
        cursor.gotoParent();
        parent = parent.parent as MutableNode | undefined;
      }
      if (parent === undefined) break;
      current = add(copyNode(cursor, source, parent), parent);
    }
    return { source, root, nodes, hasError: tree.rootNode.hasError };

    function add(node: MutableNode, parent: MutableNode): MutableNode {
      // a backslash at a line end may stand anywhere, and means nothing anywhere
      if (node.type === "line_continuation") return node;
      parent.children.push(node);
      nodes.push(node);
      return node;
    }
  } finally {
    cursor.delete();
  }
}

function copyNode(cursor: TreeCursor, source: string, parent: SyntaxNode | undefined): MutableNode {
  const { row, column } = cursor.startPosition;
  const { startIndex: start, endIndex: end } = cursor;
  return {
    type: cursor.nodeType,
    named: cursor.nodeIsNamed,
    missing: cursor.nodeIsMissing,
    field: cursor.currentFieldName,
    start,
    end,
    row,
    column,
    text: source.slice(start, end),
    parent,
    children: [],
  };
}

/** The first child with that role, if there is one. */
export function childOfField(node: SyntaxNode, field: string): SyntaxNode | undefined {
  return node.children.find((child) => child.field === field);
}

/** The nearest ancestor of one of `types`, not looking past one of `barriers`. */
export function enclosing(
  node: SyntaxNode,
  types: ReadonlySet<string>,
  barriers: ReadonlySet<string> = new Set(),
): SyntaxNode | undefined {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (types.has(at.type)) return at;
    if (barriers.has(at.type)) return undefined;
  }
  return undefined;
}
