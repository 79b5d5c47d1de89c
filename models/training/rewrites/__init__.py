"""Further Python pairs by rule: the same utterance with an equivalent program in another idiom, checked by `ast`.

All rules take for granted that attributes and items can be read twice; the comment over a rule says what else it does.
"""
from . import mappings, patterns, texts  # the rules register themselves
from .checks import Unsound, rewrite
from .rule import RULES, Rule

__all__ = ["RULES", "Rule", "Unsound", "mappings", "patterns", "rewrite", "texts"]
