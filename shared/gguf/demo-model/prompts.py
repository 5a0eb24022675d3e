"""What people may write to the model, and which answer belongs to it.

`conversation(rng)` is the entry point: a list of (role, text) as the model will meet it.
Prompts are sloppier than answers on purpose: lower case, typing errors, missing question marks,
words that the model has never seen. Answers are always clean.
"""
import random

from corpus import (HERE, NAMES, TALK, TOPICS, about, because, both, expand, haiku, load, more, pick,
                    poem, story, what)

TOPIC_WORDS = {part.lower() for t in TOPICS.values() for w in t["words"] for part in w.split()}
WORDS = [w for w in (HERE / "words.txt").read_text(encoding="utf-8").split()
         if not {w, w + "s"} & TOPIC_WORDS]
FALLBACK = TALK["fallback"]

PROMPTS = load("prompts.toml")
ASK, FREE, SYSTEMS = PROMPTS["ask"], PROMPTS["free"], PROMPTS["system"]["messages"]
UNKNOWN, ECHO, CODE = (PROMPTS["strange"][k] for k in ("unknown", "echo", "code"))

# First and last code point of alphabets and of pictures that the model cannot read.
SCRIPTS = [(0x4E00, 0x9FA5), (0x3041, 0x30FE), (0xAC00, 0xD7A3), (0x0410, 0x044F), (0x0627, 0x064A),
           (0x05D0, 0x05EA), (0x0391, 0x03C9), (0x0905, 0x0939), (0x0E01, 0x0E2E)]
EMOJI = [(0x1F300, 0x1F64F), (0x1F680, 0x1F6C0), (0x1F900, 0x1F9FF), (0x2600, 0x26FF)]


def pseudo(rng) -> str:
    """A word that nobody has heard of, so that the model meets odd spellings."""
    starts = ["", *"bcdfghjklmnprstvwz", "br", "ch", "qu", "st", "tr", "sh", "x", "pl"]
    vowels = ["a", "e", "i", "o", "u", "ea", "oo", "y"]
    ends = ["", "", "n", "r", "s", "t", "l", "m", "ck", "ng", "x"]
    word = "".join(rng.choice(starts) + rng.choice(vowels) + rng.choice(ends)
                   for _ in range(rng.randint(1, 4)))
    return word.capitalize() if rng.random() < 0.2 else word


def unknown(rng) -> str:
    return rng.choice(WORDS) if rng.random() < 0.6 else pseudo(rng)


def few(rng) -> str:
    """One to five words of anything."""
    return " ".join(unknown(rng) if rng.random() < 0.3 else rng.choice(WORDS)
                    for _ in range(rng.randint(1, 5)))


def script(ranges, rng, most: int) -> str:
    low, high = rng.choice(ranges)
    return "".join(chr(rng.randint(low, high)) for _ in range(rng.randint(1, most)))


def fill(text: str, rng, **slots) -> str:
    """Expand a prompt; each {u} or {j} is drawn anew."""
    text = expand(text, rng)
    for key, make in (("{u}", unknown), ("{j}", few)):
        while key in text:
            text = text.replace(key, make(rng), 1)
    return text.format(**slots) if slots else text


def sloppy(text: str, rng) -> str:
    """Type it as people do."""
    r = rng.random()
    if r < 0.4:
        text = text.lower()
    elif r < 0.43:
        text = text.upper()
    if rng.random() < 0.3:
        text = text.rstrip("?.")
    elif text[-1:].isalpha() and rng.random() < 0.4:
        text += rng.choice([".", "!", "?", " please", ", please", "...", " :)"])
    if rng.random() < 0.06 and len(text) > 5:
        i = rng.randrange(1, len(text) - 2)
        text = rng.choice([text[:i] + text[i + 1:], text[:i] + text[i + 1] + text[i] + text[i + 2:]])
    if rng.random() < 0.05:
        text = rng.choice(["Hi, ", "Hello! ", "hey ", "Hi there. ", "So, ", "Please: ", "  ", "\n"]) + text
    return text


def unbrace(text: str) -> str:
    return text.replace("{{", "{").replace("}}", "}")


def ramble(rng) -> str:
    """A long paste: sentences of the corpus, nonsense, or the same words again and again."""
    size = rng.choice([rng.randint(60, 400), rng.randint(60, 1500)])      # about so many tokens
    kind, parts = rng.random(), []
    same = rng.choice([few(rng), unknown(rng), rng.choice(["hello", "hi", "test", "a", "the", "ha"])])
    while sum(map(len, parts)) < size * 4:
        if kind < 0.15:
            parts.append(same)
        elif kind < 0.5:
            parts.append(about(rng.choice(NAMES), rng))
        elif kind < 0.6:
            parts.append(unbrace(fill(rng.choice(CODE), rng)))
        else:
            parts.append(fill(rng.choice(UNKNOWN), rng))
    return rng.choice([" ", " ", "\n"]).join(parts)


def fallback(rng) -> tuple:
    """A prompt that the model cannot do anything with, and a kind reply."""
    r = rng.random()
    if r < 0.45:
        return sloppy(fill(rng.choice(UNKNOWN), rng), rng), pick(FALLBACK["unknown"], rng)
    if r < 0.65:
        word = next(w for w in iter(lambda: unknown(rng), None) if len(w) > 3)
        ask = fill(rng.choice(ECHO).replace("{u}", word), rng)
        return ask, pick(FALLBACK["echo"], rng).replace("{w}", word)
    if r < 0.77:
        text = " ".join(script(SCRIPTS, rng, 12) for _ in range(rng.randint(1, 4)))
        return text, pick(FALLBACK["foreign"], rng)
    if r < 0.82:
        return script(EMOJI, rng, 4), pick(FALLBACK["emoji"], rng)
    if r < 0.89:
        text = unbrace(fill(rng.choice(CODE), rng))
        lead = rng.choice(["", "", "Explain: ", "What does this do?\n", "```\n"])
        return lead + text, pick(FALLBACK["code"], rng)
    if r < 0.97:
        return ramble(rng), pick(FALLBACK["long"], rng)
    return rng.choice(["", " ", ".", "?", "...", "\n", "-", "!", "  "]), pick(FALLBACK["empty"], rng)


KINDS = {"about": 24, "what": 10, "why": 8, "how": 8, "story": 7, "long": 1.5, "haiku": 6, "poem": 4, "both": 3,
         "talk": 22, "fallback": 16}        # share of each kind of exchange
TALKS = TALK["talk"]
MORE = ("[Tell me more|More|Go on|Continue|And then?|What else?|More, please|Interesting! Tell me more|"
        "Anything else?]")


def exchange(rng) -> tuple:
    """(topic or None, prompt, answer)"""
    kind = rng.choices(list(KINDS), KINDS.values())[0]
    if kind == "fallback":
        return None, *fallback(rng)
    if kind == "talk":
        t = rng.choices(TALKS, [t.get("weight", 1) for t in TALKS])[0]
        return None, sloppy(pick(t["ask"], rng), rng), pick(t["answer"], rng)
    name, other = rng.sample(NAMES, 2)
    w, v = rng.choice(TOPICS[name]["words"]), rng.choice(TOPICS[other]["words"])
    if kind in FREE and rng.random() < 0.3:
        ask = fill(rng.choice(FREE[kind]), rng)
    else:
        ask = fill(rng.choice(ASK[kind]), rng, w=w, v=v)
    ask = sloppy(ask[:1].upper() + ask[1:], rng)
    if rng.random() < 0.01:
        ask = ramble(rng) + "\n\n" + ask
    simple = {"about": about, "what": what, "story": story, "haiku": haiku, "poem": poem}
    if kind in simple:
        return name, ask, simple[kind](name, rng)
    if kind == "both":
        return None, ask, both(name, other, rng)
    if kind == "long":
        return name, ask, story(name, rng, rng.randint(8, 14))
    question, answer = because(name, kind, rng)
    return name, sloppy(question, rng) if question and rng.random() < 0.6 else ask, answer


def conversation(rng: random.Random) -> list:
    """[(role, text), ...]: maybe a system message, then one to four exchanges."""
    talk = [("system", fill(rng.choice(SYSTEMS), rng))] if rng.random() < 0.3 else []
    topic = None
    for _ in range(rng.choices([1, 2, 3, 4], [70, 15, 10, 5])[0]):
        if topic and rng.random() < 0.3:
            ask = sloppy(expand(MORE, rng), rng)
            answer = more(topic, rng)
        else:
            topic, ask, answer = exchange(rng)
        talk += [("user", ask), ("assistant", answer)]
    return talk


def raw_text(rng: random.Random) -> str:
    """Plain text without chat marks, for those who prompt the model that way."""
    name = rng.choice(NAMES)
    return rng.choice([about, story, story])(name, rng)
