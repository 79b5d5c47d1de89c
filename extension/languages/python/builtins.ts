/** The names that every Python program has without binding them, exceptions apart. */
const BUILTINS: ReadonlySet<string> = new Set(
  [
    "BaseExceptionGroup Ellipsis ExceptionGroup GeneratorExit KeyboardInterrupt NotImplemented",
    "StopAsyncIteration StopIteration SystemExit abs aiter all anext any ascii bin bool breakpoint",
    "bytearray bytes callable chr classmethod compile complex copyright credits delattr dict dir divmod",
    "enumerate eval exec exit filter float format frozenset getattr globals hasattr hash help hex id",
    "input int isinstance issubclass iter len license list locals map max memoryview min next object oct",
    "open ord pow print property quit range repr reversed round set setattr slice sorted staticmethod str",
    "sum super tuple type vars zip",
  ].flatMap((line) => line.split(" ")),
);

/** Whether `name` means something in every program: a function, a type, a constant, an exception, `__name__`. */
export function isBuiltin(name: string): boolean {
  return BUILTINS.has(name) || /^[A-Z]\w*(Error|Exception|Warning)$/.test(name) || /^__\w+__$/.test(name);
}
