"""What was tried, what was lost and what came twice, as a table at the end."""

from collections import defaultdict

_pages = defaultdict(lambda: [0, 0, 0, 0])
_notes = []
TITLES = ("tried", "rows", "lost", "repeated")


def enter(fault, tried=1, rows=0, lost=0, repeated=0):
    """Adds to what is known of a fault."""
    page = _pages[fault]
    for index, number in enumerate((tried, rows, lost, repeated)):
        page[index] += number


def note(text):
    """A figure that is told beneath the table."""
    _notes.append(text)


def show():
    """Prints the table, its totals, and the notes."""
    if not _pages and not _notes:
        return
    width = max(map(len, _pages), default=0) + 8
    print("\n  " + "fault".ljust(width) + "".join(title.rjust(10) for title in TITLES))
    for fault, numbers in _pages.items():
        print("  " + fault.ljust(width) + "".join(f"{number:10d}" for number in numbers))
    totals = [sum(column) for column in zip(*_pages.values())]
    print("  " + "all".ljust(width) + "".join(f"{number:10d}" for number in totals))
    for text in _notes:
        print(f"  {text}")
    print(flush=True)
