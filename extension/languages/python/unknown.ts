import type { Unknown } from "../language";
import { childOfField, type SyntaxNode, type SyntaxTree } from "../syntax";
import { boundInside } from "./free-names";
import { moduleNamed } from "./modules";
import { namesInPython } from "./names";

/** Where a name of the code leads: to a module, or to a name in one. */
type Meaning = { readonly module: string; readonly name?: string };

/** Names of the standard library, and keywords of its functions, that do not exist; a name that is not its own is never asked. */
export function unknownInPython(tree: SyntaxTree): readonly Unknown[] {
  const imported = new Map(tree.nodes.flatMap(importsOf));
  const others = tree.nodes.filter(({ type }) => !/^import_|^aliased_import$/.test(type));
  const bound = new Set([...namesInPython({ ...tree, nodes: others }), ...others.flatMap(boundInside)]);
  const meaningOf = (node: SyntaxNode | undefined): Meaning | undefined => {
    if (node?.type === "identifier") {
      if (bound.has(node.text)) return undefined;
      return imported.get(node.text) ?? unboundMeaning(node.text);
    }
    if (node?.type !== "attribute") return undefined;
    const object = meaningOf(childOfField(node, "object"));
    if (object === undefined || object.name !== undefined) return undefined;
    return within(object.module, childOfField(node, "attribute")?.text ?? "");
  };
  return tree.nodes.flatMap((node) => {
    if (node.type === "import_from_statement") return missing([...new Map(importsOf(node)).values()]);
    if (node.type === "attribute") return missing([meaningOf(node)]);
    return node.type === "call" ? unknownKeywords(node, meaningOf(childOfField(node, "function"))) : [];
  });
}

/** What a name means that nothing in the code binds. */
function unboundMeaning(name: string): Meaning | undefined {
  if (moduleNamed("builtins")?.names.has(name)) return { module: "builtins", name };
  return moduleNamed(name)?.isAmbiguous === false ? { module: name } : undefined;
}

const within = (module: string, name: string): Meaning =>
  moduleNamed(`${module}.${name}`) === undefined ? { module, name } : { module: `${module}.${name}` };

/** What an import binds; nothing where it binds whatever a module holds. */
function importsOf(node: SyntaxNode): readonly (readonly [string, Meaning])[] {
  if (node.type !== "import_statement" && node.type !== "import_from_statement") return [];
  const from = childOfField(node, "module_name");
  return node.children
    .filter(({ field }) => field === "name")
    .map((each) => {
      const name = (each.type === "aliased_import" ? childOfField(each, "name") : each)?.text ?? "";
      const alias = each.type === "aliased_import" ? childOfField(each, "alias")?.text : undefined;
      if (from !== undefined) return [alias ?? name, within(from.text, name)];
      // `import a.b` binds a.
      const root = name.split(".")[0] ?? name;
      return alias === undefined ? [root, { module: root }] : [alias, { module: name }];
    });
}

/** Those names that their module does not hold. */
function missing(meanings: readonly (Meaning | undefined)[]): readonly Unknown[] {
  return meanings.flatMap((meaning) => {
    if (meaning?.name === undefined || meaning.name.startsWith("__")) return [];
    const names = moduleNamed(meaning.module)?.names;
    if (names === undefined || names.has(meaning.name) || names.has("__getattr__")) return [];
    return [{ name: meaning.name, owner: meaning.module }];
  });
}

function unknownKeywords(call: SyntaxNode, meaning: Meaning | undefined): readonly Unknown[] {
  if (meaning?.name === undefined) return [];
  const keywords = moduleNamed(meaning.module)?.names.get(meaning.name);
  if (keywords === undefined) return [];
  const owner = meaning.module === "builtins" ? meaning.name : `${meaning.module}.${meaning.name}`;
  return (childOfField(call, "arguments")?.children ?? []).flatMap((argument) => {
    const name = argument.type === "keyword_argument" ? childOfField(argument, "name")?.text : undefined;
    return name === undefined || keywords.has(name) ? [] : [{ name: `${name}=`, owner }];
  });
}
