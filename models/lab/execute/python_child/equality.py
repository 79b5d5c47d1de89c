"""Equality that forgives the container, not the content."""
import types

ITERATORS = (zip, map, filter, types.GeneratorType, range)
ITERATOR_NAMES = ("dict_keys", "dict_values", "dict_items", "list_reverseiterator", "reversed", "chain")
PRECISION = 1e-9


def lines(text) -> list[str]:
    """Lines with their white space evened out, empty ones left out."""
    return [" ".join(line.split()) for line in str(text).splitlines() if line.strip()]


def plain(value):
    """numpy as lists and numbers, every kind of iterator as the word "iterator"; any other value as it is."""
    if type(value).__module__.split(".")[0] == "numpy":
        if hasattr(value, "shape") and value.shape != ():
            return [plain(each) for each in value.tolist()]
        return value.item()
    kind = type(value)
    if isinstance(value, ITERATORS) or kind.__module__ == "itertools" or kind.__name__ in ITERATOR_NAMES:
        return "iterator"
    return value


def same(seen, wanted) -> bool:
    """A value seen is the one wanted; what cannot be compared is not."""
    try:
        if "pandas" in (type(seen).__module__.split(".")[0], type(wanted).__module__.split(".")[0]):
            return same_pandas(seen, wanted)
        seen, wanted = plain(seen), plain(wanted)
        if isinstance(wanted, bool) or isinstance(seen, bool):
            return isinstance(seen, bool) and isinstance(wanted, bool) and seen == wanted
        if isinstance(wanted, float) and isinstance(seen, (int, float)):
            return abs(seen - wanted) < PRECISION
        if isinstance(wanted, int):
            return isinstance(seen, int) and seen == wanted
        if isinstance(wanted, list):
            return isinstance(seen, list) and len(seen) == len(wanted) and all(map(same, seen, wanted))
        if isinstance(wanted, dict):
            return isinstance(seen, dict) and seen.keys() == wanted.keys() and all(same(seen[k], wanted[k]) for k in wanted)
        return (type(seen) is type(wanted) or (isinstance(wanted, str) and isinstance(seen, str))) and seen == wanted
    except Exception:
        return False


def same_pandas(seen, wanted) -> bool:
    """Frames with the same columns in the same order and the same cells, whatever their index; series; times."""
    import pandas as pd

    if isinstance(wanted, pd.DataFrame):
        if not isinstance(seen, pd.DataFrame) or list(seen.columns) != list(wanted.columns) or seen.shape != wanted.shape:
            return False
        columns = range(wanted.shape[1])
        return all(same_cells(seen.iloc[:, column].tolist(), wanted.iloc[:, column].tolist()) for column in columns)
    if isinstance(wanted, pd.Series):
        return isinstance(seen, pd.Series) and len(seen) == len(wanted) and same_cells(seen.tolist(), wanted.tolist())
    if isinstance(wanted, pd.Timestamp) or isinstance(seen, pd.Timestamp):
        return seen == wanted
    return False


def same_cells(seen: list, wanted: list) -> bool:
    """Two columns of one length, cell by cell."""
    return all(map(same_cell, seen, wanted))


def same_cell(seen, wanted) -> bool:
    """Two cells; None, NaN and NaT are one nothing."""
    try:
        if (seen is None or seen != seen) and (wanted is None or wanted != wanted):
            return True
        if isinstance(seen, float) or isinstance(wanted, float):
            return abs(seen - wanted) < PRECISION
        return seen == wanted
    except Exception:
        return False
