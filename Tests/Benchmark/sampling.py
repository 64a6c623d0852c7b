"""Takes measurements by turns, and says what is in the middle of them and how far they spread."""

import statistics


def by_turns(rounds, **ways):
    """What each way gives in each round; every round goes through all of them, A B A B."""
    taken = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            taken[name].append(way())
    return taken


def ratios(above, below):
    """The ratios of what was measured in the same rounds."""
    return [one / other for one, other in zip(above, below)]


median = statistics.median


def spread(values, unit=""):
    """The median, with the least and the most where there are several."""
    text = f"{short(median(values))}{unit}"
    return text if len(values) < 2 else f"{text} ({short(min(values))}–{short(max(values))})"


def short(number):
    """A number with three digits that count."""
    if abs(number) >= 100:
        return f"{number:.0f}"
    return f"{number:#.3g}"


def seconds(times):
    """Times in seconds, told in the unit that fits them."""
    if median(times) < 0.1:
        return spread([1000 * time for time in times], " ms")
    return spread(times, " s")
