"""A SentencePiece-like tokenizer with byte fallback, as llama.cpp's `llama` (SPM) vocabulary.

Encoding is llama.cpp's: a space becomes U+2581, the text is cut into characters, and the pair of
neighbours whose joined text has the highest score is merged until none is in the vocabulary.
Characters that are not in the vocabulary become their UTF-8 bytes, so any input has tokens.

Pieces are letters with at most one leading space mark, digits and signs stand alone. So merges
never reach across words, and encoding word by word (with a cache) gives the same result.
"""
import json
import re
from collections import Counter

SPACE = "\u2581"
UNK, BOS, START, END = range(4)
SPECIAL = ["<unk>", "<s>", "<|im_start|>", "<|im_end|>"]
BYTES = len(SPECIAL)                       # id of byte 0
CHUNK = re.compile(SPACE + r"?[A-Za-z]+|.", re.DOTALL)
SIGNS = [chr(c) for c in range(33, 127)]   # printable ASCII: each is a piece of its own


class Tokenizer:
    def __init__(self, pieces: list):
        """pieces: characters first, then merged pieces, the most useful first."""
        self.pieces = pieces
        first = BYTES + 256
        self.ids = {p: first + i for i, p in enumerate(pieces)}
        self.cache = {}

    def __len__(self):
        return BYTES + 256 + len(self.pieces)

    def _chunk(self, chunk: str) -> list:
        parts, ids = list(chunk), self.ids
        while len(parts) > 1:
            # The lowest id is the highest score; min() takes the leftmost of equals.
            best = min(range(len(parts) - 1), key=lambda i: ids.get(parts[i] + parts[i + 1], 1 << 30))
            joined = parts[best] + parts[best + 1]
            if joined not in ids:
                break
            parts[best:best + 2] = [joined]
        out = []
        for p in parts:
            out += [ids[p]] if p in ids else [BYTES + b for b in p.encode("utf-8")]
        return out

    def encode(self, text: str) -> list:
        """Token ids of plain text (special tokens are not looked for)."""
        out = []
        for chunk in CHUNK.findall(text.replace(" ", SPACE)):
            ids = self.cache.get(chunk)
            if ids is None:
                ids = self._chunk(chunk)
                if len(self.cache) < 50000:
                    self.cache[chunk] = ids
            out += ids
        return out

    def decode(self, ids: list) -> str:
        raw = b""
        for i in ids:
            if i >= BYTES + 256:
                raw += self.pieces[i - BYTES - 256].replace(SPACE, " ").encode("utf-8")
            elif i >= BYTES:
                raw += bytes([i - BYTES])
        return raw.decode("utf-8", errors="replace")

    def save(self, path):
        path.write_text(json.dumps(self.pieces, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def read(cls, path):
        return cls(json.loads(path.read_text(encoding="utf-8")))


def train(texts, size: int) -> Tokenizer:
    """Byte-pair merges, counted over the words of texts, until there are `size` tokens in all."""
    counts = Counter(c for t in texts for c in CHUNK.findall(t.replace(" ", SPACE)) if len(c) > 1)
    words = [(list(w), n) for w, n in sorted(counts.items()) if n > 1]
    pieces = [SPACE, *SIGNS]
    known = set(pieces)
    pairs, where = Counter(), {}
    for k, (parts, n) in enumerate(words):
        for pair in zip(parts, parts[1:]):
            pairs[pair] += n
            where.setdefault(pair, set()).add(k)
    while BYTES + 256 + len(pieces) < size:
        a, b = max(pairs, key=lambda p: (pairs[p], p))
        if a + b not in known:
            known.add(a + b)
            pieces.append(a + b)
        for k in where.pop((a, b)):
            parts, n = words[k]
            for pair in zip(parts, parts[1:]):
                pairs[pair] -= n
            i = 0
            while i < len(parts) - 1:
                if parts[i] == a and parts[i + 1] == b:
                    parts[i:i + 2] = [a + b]
                i += 1
            for pair in zip(parts, parts[1:]):
                pairs[pair] += n
                where.setdefault(pair, set()).add(k)
        pairs.pop((a, b), None)
    return Tokenizer(pieces)
