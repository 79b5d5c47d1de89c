"""What is imported before a candidate runs: a prompt stands in a file whose imports the candidate does not repeat."""

IMPORTS = """
import os, sys, re, random, json, time, math, csv, glob, shutil, subprocess, sqlite3, itertools, collections, statistics
import string, argparse, functools, operator, pathlib, tempfile, timeit, logging, io, urllib.request, urllib.parse, pickle, copy
import platform, shlex
from pathlib import Path
from collections import Counter, defaultdict, OrderedDict, namedtuple, deque, ChainMap
from dataclasses import dataclass, field
from functools import reduce, partial, lru_cache
from itertools import chain, groupby, islice, zip_longest, product, permutations, combinations
from operator import itemgetter, attrgetter
from typing import List, Dict, Optional, Any
from urllib.request import urlopen, urlretrieve
from time import sleep, perf_counter
from glob import glob as _glob_function
parser = argparse.ArgumentParser()
"""
# Code about dates is tried with both ways that a file may have imported them.
DATES = {
    "class": "from datetime import datetime, date, timedelta, timezone\nimport datetime as dt\n",
    "module": "import datetime\nimport datetime as dt\nfrom datetime import date, timedelta\n",
}


def libraries(names: dict, code: str, needed: list[str]) -> None:
    """Adds np, pd and plt to the names where the code speaks of them or the case needs them: each costs a second."""
    if any(word in code for word in ("np.", "numpy")) or "numpy" in needed:
        import numpy

        names["np"] = names["numpy"] = numpy
    if any(word in code for word in ("pd.", "pandas", "DataFrame")) or "pandas" in needed:
        import numpy
        import pandas

        names["pd"] = names["pandas"] = pandas
        names["np"] = names["numpy"] = numpy
    if any(word in code for word in ("plt", "matplotlib")) or "plot" in needed:
        import matplotlib

        matplotlib.use("Agg")
        import matplotlib.pyplot as plt

        names["plt"] = plt
        names["matplotlib"] = matplotlib
