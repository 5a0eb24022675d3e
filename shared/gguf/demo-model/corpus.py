"""What the model learns to say: answers about topics, built from the TOML files.

Every text is a random walk through small hand-written grammars, so the same seed gives the
same corpus, and nothing is downloaded. The notation is `[a|b|c]` = one of these, nested freely.

Facts of a topic are always told in their written order (some left out), and a story moves on
through the list of topics by one to three places. A network this small cannot keep a list of
what it has already said, but it can learn "what comes after this", and so it does not go
round in circles.
"""
import random
import tomllib
from pathlib import Path

HERE = Path(__file__).parent


def load(name: str) -> dict:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


TOPICS = load("topics.toml")
NAMES = list(TOPICS)
TALK = load("smalltalk.toml")
STORY = load("stories.toml")

NUMBERS = ("one two three four five six seven eight nine ten eleven twelve thirteen fourteen").split()
ORDINALS = ("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
            "thirteenth fourteenth").split()


def expand(text: str, rng: random.Random) -> str:
    """Choose one alternative of every [a|b] group, innermost first."""
    while (end := text.find("]")) >= 0:
        start = text.rfind("[", 0, end)
        text = text[:start] + rng.choice(text[start + 1:end].split("|")) + text[end + 1:]
    return text


def pick(options: list, rng: random.Random) -> str:
    return expand(rng.choice(options), rng)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


OPENERS = ["Gladly. ", "Let me see. ", "Here is what I know. ", "Of course. ", "With pleasure. ",
           "A lovely topic! ", "I am happy to. "]
CLOSERS = [" That is about all I know.", " Shall I go on?", " I like to think about that.",
           " There is more to say, of course.", " It is a pleasant thing to think about.",
           " Would you like a haiku about it?"]


def facts(topic: dict, low: int, high: int, rng: random.Random, start: int = 0) -> list:
    """Between low and high facts of the topic, in their order, from the start-th on."""
    index = range(start, len(topic["facts"]))
    chosen = sorted(rng.sample(index, min(len(index), rng.randint(low, high))))
    return [expand(topic["facts"][i], rng) for i in chosen]


def framed(text: str, rng: random.Random, openers: list = OPENERS) -> str:
    """Sometimes a friendly word before, sometimes one after."""
    if rng.random() < 0.25:
        text = rng.choice(openers) + text
    return text + rng.choice(CLOSERS) if rng.random() < 0.15 else text


def about(name: str, rng: random.Random) -> str:
    """Answer to "tell me about X": 30 to 80 words."""
    t = TOPICS[name]
    return framed(" ".join([expand(t["define"], rng), *facts(t, 2, 4, rng)]), rng)


def what(name: str, rng: random.Random) -> str:
    """Answer to "what is X": 20 to 50 words."""
    t = TOPICS[name]
    return " ".join([expand(t["define"], rng), *facts(t, 1, 2, rng)])


def because(name: str, kind: str, rng: random.Random) -> tuple:
    """(question or None, answer) for a question with "why" or "how" (kind) about a topic.

    The question is read off the answer where that is easy: "The sky is blue because ..." answers
    "why is the sky blue", "To make tea, ..." answers "how do I make tea".
    """
    t = TOPICS[name]
    text = pick(t[kind], rng)
    question = None
    if kind == "why" and " because " in text:
        clause = text.split(" because ")[0].replace(",", "")
        clause = clause[0].lower() + clause[1:]
        subject, verb, rest = clause.partition(" is ") if " is " in clause else clause.partition(" are ")
        question = rng.choice([f"Why {verb.strip()} {subject} {rest}?", f"Why {clause}?"] if verb else
                              [f"Why do {clause}?", f"Why does {clause}?", f"Explain why {clause}", f"Why {clause}?"])
    elif kind == "how" and text.startswith("To "):
        task = text[3:].split(",")[0]
        question = expand(f"How [do I|do you|can I|to|does one|should I] {task}?", rng)
    if rng.random() < 0.25:
        text = expand(t["define"], rng) + " " + text
    return question, framed(text, rng, OPENERS[:3])


def more(name: str, rng: random.Random) -> str:
    """Answer to "tell me more", after something was said about the topic."""
    t = TOPICS[name]
    lead = expand("[There is more about {say}.|A little more about {say}, then.|Let us stay with "
                  "{say} for a while.]", rng).format(say=t["say"])
    return " ".join([lead, expand(t["define"], rng), *facts(t, 1, 3, rng, 2)])


def both(a: str, b: str, rng: random.Random) -> str:
    """Answer to "X or Y?"."""
    end = expand("[I could not choose between them.|Both have their charm.|It is good that we have "
                 "both.|Each is best in its own time.]", rng)
    return " ".join([expand(TOPICS[a]["define"], rng), expand(TOPICS[b]["define"], rng), end])


def haiku(name: str, rng: random.Random) -> str:
    first, second = TOPICS[name]["haiku"]
    return "\n".join([rng.choice(first), rng.choice(second), rng.choice(STORY["haiku"]["last"])])


def poem(name: str, rng: random.Random) -> str:
    """Two or three rhyming couplets, the first of which names the topic."""
    t, p = TOPICS[name], STORY["poem"]
    rest = [p["more"][i] for i in sorted(rng.sample(range(len(p["more"])), rng.randint(1, 2)))]
    lines = "\n".join([rng.choice(p["first"]).format(say=t["say"], be=t["be"]), *rest])
    return "\n".join(capital(line) for line in lines.split("\n"))


def story(name: str, rng: random.Random, days: int = 0) -> str:
    """A story that begins with the topic; with days > 0 a journey of so many paragraphs.

    About 130 words without days, and about 75 words for each day.
    """
    hero, she = rng.choice(STORY["heroes"]).split()
    him, his = ("her", "her") if she == "she" else ("him", "his")
    friend = rng.choice(STORY["friends"])
    home = rng.choice(STORY["homes"])
    slots = {"N": hero, "s": she, "S": capital(she), "o": him, "p": his, "P": capital(his),
             "role": pick(STORY["roles"], rng), "home": home, "home_up": capital(home),
             "friend": friend, "friend_the": "the " + friend.split()[-1],
             "thing": rng.choice(STORY["things"])}

    def say(part: str, **extra) -> str:
        return pick(STORY[part], rng).format(**slots, **extra)

    def scenes(topic: str) -> str:
        return " ".join(expand(s, rng).format(**slots) for s in TOPICS[topic]["scenes"])

    place = NAMES.index(name)
    begin = [say("opening"), say("wish"), say("leave")]
    if not days:
        parts = [" ".join(begin), scenes(name)]
        if rng.random() < 0.4:
            parts[-1] += " " + say("middle")
        if rng.random() < 0.5:
            parts.append(scenes(NAMES[(place + rng.randint(1, 3)) % len(NAMES)]))
        parts.append(say("found") + " " + say("ending"))
        return rng.choice(["\n\n", " "]).join(parts)
    parts = [" ".join(begin + [say("journey", days=NUMBERS[days - 1])])]
    turn = {part: rng.randrange(9) for part in ("walk", "evening")}

    def onward(part: str) -> str:          # like the topics: never the same twice running
        turn[part] = (turn[part] + rng.randint(1, 3)) % len(STORY[part])
        return expand(STORY[part][turn[part]], rng).format(**slots)

    for day in range(days):
        start, walk = say("day", ordinal=ORDINALS[day]), onward("walk")
        start += " " + (capital(walk) if start.endswith(".") else walk)
        parts.append(" ".join([capital(start), scenes(NAMES[place]), onward("evening")]))
        place = (place + rng.randint(1, 3)) % len(NAMES)
    parts.append(" ".join([say("last"), say("found"), say("ending")]))
    return "\n\n".join(parts)
