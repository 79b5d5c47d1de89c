/**
 * Condenses what Python's standard library holds into `extension/languages/python/modules.txt`:
 * `node scripts/python-names.mjs STUBS CODE`, where STUBS is the folder `typeshed/stdlib` of the PyPI package `mypy` and
 * CODE JSON lines whose `code` is Python. A line is a module, then its names, with the keywords of its functions. It
 * begins with "?" where people call something else by that name, as `string`: only an import tells what is meant.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Language, Parser } from "web-tree-sitter";
import { at, MODULES } from "./lib/paths.mjs";
import { main, ScriptError } from "./lib/process.mjs";

/** Private, out of use, or about other than a program's own work. */
const LEFT_OUT = /^(_(?!_)|lib2to3|distutils|msilib|tkinter|turtle|curses|ensurepip|pydoc_data|VERSIONS)/;
/** Share of the uses of a name in which the module has what is asked of it. */
const MEANT = 0.97;

await main(async () => {
  const [stubs, code] = process.argv.slice(2);
  if (!stubs || !code) throw new ScriptError("usage: node scripts/python-names.mjs STUBS CODE");
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(join(MODULES, "tree-sitter-python", "tree-sitter-python.wasm")));
  const stubsOf = new Map();
  const read = (module) => {
    const known = stubsOf.get(module);
    if (known !== undefined) return known;
    const names = new Map();
    stubsOf.set(module, names);
    const file = fileOf(stubs, module);
    const text = file === undefined ? "" : readFileSync(file, "utf8");
    readStub(parser.parse(text).rootNode, module, names, read);
    for (const each of [...submodules(stubs, module), ...givenOn(text)])
      if (!names.has(each)) names.set(each, undefined);
    return names;
  };
  const modules = allModules(stubs).filter((module) => !LEFT_OUT.test(module));
  const asked = asksIn(readFileSync(code, "utf8"));
  const lines = modules.sort().flatMap((module) => {
    const names = read(module);
    if (names.size === 0) return [];
    const uses = [...(asked.get(module) ?? new Map())];
    const all = uses.reduce((sum, [, count]) => sum + count, 0);
    const right = uses.reduce((sum, [name, count]) => sum + (names.has(name) ? count : 0), 0);
    const isMeant = module === "builtins" || module.includes(".") || (all > 2 && right >= MEANT * all);
    return `${module}\t${isMeant ? "" : "? "}${[...names]
      .filter(([name]) => !/^_[A-Z]/.test(name))
      .map(([name, keys]) => name + (keys ? `(${[...keys]})` : ""))
      .join(" ")}`;
  });
  writeFileSync(at("extension", "languages", "python", "modules.txt"), `${lines.join("\n")}\n`);
  process.stdout.write(`${lines.length} modules, ${lines.join("\n").length} characters\n`);
});

function allModules(folder, above = "") {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const name = above + entry.name.replace(/\.pyi$/, "");
    if (entry.isDirectory()) return [name, ...allModules(join(folder, entry.name), `${name}.`)];
    return entry.name.endsWith(".pyi") && entry.name !== "__init__.pyi" ? [name] : [];
  });
}

function fileOf(stubs, module) {
  const path = join(stubs, ...module.split("."));
  return [`${path}.pyi`, join(path, "__init__.pyi")].find(existsSync);
}

function submodules(stubs, module) {
  const folder = join(stubs, ...module.split("."));
  return existsSync(folder)
    ? readdirSync(folder).flatMap((name) => (/^__init__/.test(name) ? [] : name.replace(/\.pyi$/, "")))
    : [];
}

/** The names that a stub binds in any version and on any system; functions with the keywords they take. */
function readStub(node, module, names, read) {
  for (const child of node.namedChildren) {
    switch (child.type) {
      case "if_statement":
      case "elif_clause":
      case "else_clause":
      case "block":
      case "try_statement":
        readStub(child, module, names, read);
        break;
      case "decorated_definition":
        readStub(child, module, names, read);
        break;
      case "function_definition": {
        const name = child.childForFieldName("name").text;
        addKeywords(names, name, keywordsOf(child.childForFieldName("parameters")));
        break;
      }
      case "class_definition":
        names.set(child.childForFieldName("name").text, undefined);
        break;
      case "type_alias_statement":
        break;
      case "expression_statement":
        readAssignment(child.namedChildren[0], names);
        break;
      case "import_from_statement":
        readImport(child, module, names, read);
        break;
      case "import_statement":
        for (const each of child.namedChildren)
          if (each.type === "aliased_import") names.set(each.childForFieldName("alias").text, undefined);
        break;
    }
  }
}

function readAssignment(node, names) {
  const left = node?.childForFieldName?.("left");
  if (left?.type === "identifier") names.set(left.text, undefined);
}

/** What a stub lists in `__all__`. */
function givenOn(text) {
  const lists = text.match(/^\s*__all__ \+?= .*?[\])]$/gms) ?? [];
  return lists.flatMap((list) => [...list.matchAll(/"(\w+)"/g)].map(([, name]) => name));
}

/** `from m import *`, and what is imported under its own name, which a stub gives on. */
function readImport(node, module, names, read) {
  const from = node.childForFieldName("module_name").text;
  const dots = /^\.*/.exec(from)[0].length;
  const base = dots === 0 ? [] : module.split(".").slice(0, module.split(".").length - dots + 1);
  const source = [...base, ...from.slice(dots).split(".")].filter((each) => each !== "").join(".");
  if (node.namedChildren.some(({ type }) => type === "wildcard_import")) {
    for (const [name, keys] of read(source)) if (!name.startsWith("_")) names.set(name, keys);
    return;
  }
  for (const each of node.childrenForFieldName("name")) {
    if (each.type !== "aliased_import") continue;
    const [name, alias] = [each.childForFieldName("name").text, each.childForFieldName("alias").text];
    names.set(alias, read(source).get(name));
  }
}

/** Where any form of a function takes every keyword, or is no function, nothing is said of its keywords. */
function addKeywords(names, name, keys) {
  const known = names.get(name);
  const isOpen = keys === undefined || (names.has(name) && known === undefined);
  names.set(name, isOpen ? undefined : new Set([...(known ?? []), ...keys]));
}

/** undefined where every keyword is taken. */
function keywordsOf(parameters) {
  let keys = [];
  for (const each of parameters.namedChildren) {
    if (each.type === "positional_separator") keys = [];
    const text = each.text.replace(/\s*[:=].*$/s, "");
    if (text.startsWith("**")) return undefined;
    if (/^[A-Za-z]\w*$/.test(text)) keys.push(text);
  }
  return keys;
}

/** How often what is asked of a name that nothing in the code binds. */
function asksIn(lines) {
  const asks = new Map();
  for (const line of lines.split("\n").filter((each) => each !== "")) {
    const { code } = JSON.parse(line);
    for (const [, root, name] of code.matchAll(/(?<![\w.'"])([a-z]\w*)\.([A-Za-z]\w*)/g)) {
      if (new RegExp(`\\b${root}\\s*=[^=]|\\bfor [\\w, ]*\\b${root}\\b|as ${root}\\b`).test(code)) continue;
      const of = asks.get(root) ?? new Map();
      of.set(name, (of.get(name) ?? 0) + 1);
      asks.set(root, of);
    }
  }
  return asks;
}
