"""What was typed, put in order: argparse loses names that stand behind an option. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable

#: The options that every command has without saying so.
ALWAYS = ("-h", "--help", "--help-all", "-V", "--version")


class MisunderstoodError(Exception):
    """The sentence says what was wrong."""


def arranged(
    words: Iterable[str],
    *,
    flags: Collection[str],
    aliases: Collection[str],
    options: Collection[str],
) -> list[str]:
    """Options first, each in one word, then ``--`` and the names; ``options`` are ``GDrive.…``."""
    chosen: list[str] = []
    names: list[str] = []
    rest = iter(words)
    for word in rest:
        option, equals, _ = word.partition("=")
        name = option.removeprefix("--")
        if word == "--":
            names.extend(rest)
        elif not word.startswith("-") or word == "-":
            names.append(word)
        elif word in ALWAYS or (name in flags and not equals):
            chosen.append(word)
        elif option == name or not _exists(name, (*flags, *aliases), options):
            raise MisunderstoodError(
                f"There is no option {option}. --help names those that there are."
            )
        elif name in flags:
            raise MisunderstoodError(f"{option} takes no value.")
        elif equals:
            chosen.append(word)
        else:
            chosen.append(f"{option}={_value(option, rest)}")
    return [*chosen, "--", *names]


def _exists(name: str, short: Collection[str], options: Collection[str]) -> bool:
    """Whether there is such an option; those of other classes are traitlets' to judge."""
    owner, dot, trait = name.partition(".")
    if not dot:
        return name in short
    return owner != "GDrive" or trait in options


def _value(option: str, rest: Iterable[str]) -> str:
    for word in rest:
        return word
    raise MisunderstoodError(f"{option} needs a value.")
