#!/usr/bin/env python3
"""Draws the sentences that mini-ner learned from: one file a source, into OUT.

    scripts/mini-ner-sources.py SHARED/data OUT

Of each language of WikiANN at most 2,200 sentences, of each other set at most 4,500: fewer of sets with OCR errors or unmarked names, of silver sets, and of
sets that are lopsided. Sentences without an entity are at most two for three with one. Chinese, Japanese and Korean are left out: mini does not read them.
"""
import glob
import os
import random
import sys

WIKIANN, SOURCE = 2200, 4500
FEWER = [
    (("newseye", "europeana", "sonar", "ehri"), 1500),
    (("ru-wikiner", "tr-twnertc"), 2000),
    (("hi-hiner", "sk-uner-snk", "sv-uner-talbanken"), 3000),
]
LONGEST = 120  # lines of a sentence
UNREAD = ("zh", "ja", "ko")


def sentences(*paths):
    for path in paths:
        lines = []
        with open(path, encoding="utf-8") as file:
            for line in file:
                if line.strip():
                    lines.append(line)
                elif lines:
                    yield "".join(lines)
                    lines = []
        if lines:
            yield "".join(lines)


def of_folder(folder):
    return list(sentences(*sorted(glob.glob(f"{folder}/*.conll"))))


def write(out, name, chosen):
    with open(f"{out}/{name}.conll", "w", encoding="utf-8") as file:
        file.write("\n".join(chosen) + "\n")
    return len(chosen)


def main(data, out):
    os.makedirs(out, exist_ok=True)
    rng = random.Random(20261129)
    total = 0
    for folder in sorted(glob.glob(f"{data}/wikiann-sources/*/")):
        language = os.path.basename(folder[:-1])
        if language not in UNREAD:
            chosen = of_folder(folder)
            rng.shuffle(chosen)
            total += write(out, f"wikiann-{language}", chosen[:WIKIANN])
    for folder in sorted(glob.glob(f"{data}/sources/*/")):
        name = os.path.basename(folder[:-1])
        if name.startswith("zh-"):
            continue
        found = [sentence for sentence in of_folder(folder) if sentence.count("\n") <= LONGEST]
        rng.shuffle(found)
        named = [sentence for sentence in found if "\tB-" in sentence or " B-" in sentence]
        others = [sentence for sentence in found if not ("\tB-" in sentence or " B-" in sentence)]
        chosen = named + others[:max(len(named) * 2 // 3, 50)]
        rng.shuffle(chosen)
        most = next((limit for names, limit in FEWER if any(part in name for part in names)), SOURCE)
        total += write(out, f"src-{name}", chosen[:most])
    for language in ("is", "sw"):
        total += write(out, f"wikiann-{language}", list(sentences(f"{data}/wikiann/{language}/train.conll")))
    print(f"{total} sentences in {len(os.listdir(out))} files")


if __name__ == "__main__":
    main(*sys.argv[1:])
