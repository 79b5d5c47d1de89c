import type { SyntaxNode, SyntaxTree } from "../syntax";

/** Whose field binds the names inside it; "*" stands for the node's own children. */
const BINDERS: Readonly<Record<string, string>> = {
  assignment: "left",
  for_statement: "left",
  named_expression: "name",
  function_definition: "name",
  class_definition: "name",
  default_parameter: "name",
  typed_default_parameter: "name",
  typed_parameter: "*",
  parameters: "*",
  aliased_import: "alias",
  import_statement: "*",
  import_from_statement: "name",
  as_pattern_target: "*",
  global_statement: "*",
};
/** What a name may stand inside of and still be bound there. */
const NESTS = /^(pattern_list|tuple_pattern|list_pattern|list_splat_pattern|dictionary_splat_pattern|dotted_name)$/;

/** The names that code binds (assigned, imported, defined, parameters), each once, in the order of their appearance. */
export function namesInPython(tree: SyntaxTree): readonly string[] {
  const names = new Set<string>();
  for (const node of tree.nodes) {
    const field = BINDERS[node.type];
    if (field === undefined) continue;
    for (const child of node.children) if (field === "*" || child.field === field) addNames(child, names);
  }
  return [...names];
}

function addNames(node: SyntaxNode, names: Set<string>): void {
  if (node.type === "identifier") names.add(node.text);
  // `import a.b` binds a alone.
  else if (node.type === "dotted_name") names.add(node.children[0]?.text ?? node.text);
  else if (NESTS.test(node.type)) for (const child of node.children) addNames(child, names);
}
