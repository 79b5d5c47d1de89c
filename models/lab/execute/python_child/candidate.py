"""What the text of a candidate says of itself: the names that it assigns, whether it is a body without its def."""
import ast

SCOPES = (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)


def with_function(code: str) -> str:
    """The code, in a function that is called at the end where a `return` stands outside of any.

    Raises SyntaxError where the code is no Python.
    """
    outside = (statement for statement in ast.parse(code).body if not isinstance(statement, SCOPES))
    if not any(isinstance(node, ast.Return) for statement in outside for node in ast.walk(statement)):
        return code
    body = "\n".join("    " + line for line in code.splitlines())
    return f"def __cand():\n{body}\n__ret = __cand()\n__ret"


def assigned_names(body: list[ast.stmt]) -> list[str]:
    """Names that statements outside of functions and classes give a value to, in their order."""
    names = []
    for statement in body:
        if isinstance(statement, ast.Assign):
            names += [name for target in statement.targets for name in names_in(target)]
        elif isinstance(statement, (ast.AnnAssign, ast.AugAssign)):
            names += names_in(statement.target)
        if not isinstance(statement, SCOPES):
            for part in ("body", "orelse", "finalbody"):
                names += assigned_names(getattr(statement, part, []) or [])
        for handler in getattr(statement, "handlers", []):
            names += assigned_names(handler.body)
    return names


def names_in(target: ast.expr) -> list[str]:
    """The names that a target of an assignment changes."""
    if isinstance(target, ast.Name):
        return [target.id]
    if isinstance(target, (ast.Tuple, ast.List)):
        return [name for element in target.elts for name in names_in(element)]
    if isinstance(target, (ast.Subscript, ast.Attribute, ast.Starred)):
        return names_in(target.value)
    return []
