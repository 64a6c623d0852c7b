"""The table that a benchmark prints: what was measured, beside what it must be."""

import textwrap


class Target:
    """What a figure must be, and what would be better still.

    `at_least` or `at_most` is the target, `stretch` the better one. `fails` is what the figure must not fall short of
    where that is less than the target: between the two it is told, and nothing fails.
    """

    def __init__(self, at_least=None, at_most=None, stretch=None, fails=None, unit=""):
        self.is_least = at_least is not None
        self.target = at_least if self.is_least else at_most
        self.stretch, self.fails, self.unit = stretch, self.target if fails is None else fails, unit

    def __str__(self):
        return f"{'≥' if self.is_least else '≤'} {self.target:g}{self.unit}"

    def meets(self, figure, bound):
        return bound is not None and (figure >= bound if self.is_least else figure <= bound)

    def verdict(self, figure):
        if self.meets(figure, self.stretch):
            return "stretch"
        if self.meets(figure, self.target):
            return "met"
        return "short" if self.meets(figure, self.fails) else "MISSED"


class Row:
    """A line of the table: what it is about, ours, theirs, and the figure that has a target, if there is one.

    Not each is for a page beside this table.
    """

    def __init__(self, what, ours, theirs="", figure=None, told="", target=None, is_for_page=True):
        self.what, self.ours, self.theirs, self.told = what, ours, theirs, told
        self.figure, self.target, self.is_for_page = figure, target, is_for_page and target is not None
        self.verdict = "" if target is None else target.verdict(figure)

    @property
    def cells(self):
        target = "" if self.target is None else str(self.target)
        stretch = "" if self.target is None or self.target.stretch is None else f"{self.target.stretch:g}"
        return [self.what, self.ours, self.theirs, self.told, target, stretch, self.verdict]


class Table:
    """Rows, which are printed as they come, and all at once at the end."""

    HEAD = ["what", "ours", "theirs", "figure", "target", "stretch", ""]

    def __init__(self):
        self.rows = []

    def add(self, *arguments, **more):
        row = Row(*arguments, **more)
        self.rows.append(row)
        print("  " + " │ ".join(cell for cell in row.cells if cell), flush=True)

    @property
    def missed(self):
        return [row for row in self.rows if row.verdict == "MISSED"]

    def text(self):
        """For a terminal."""
        lines = [self.HEAD, *(row.cells for row in self.rows)]
        widths = [max(len(line[column]) for line in lines) for column in range(len(self.HEAD))]
        return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in lines)

    def markdown(self):
        """The rows for a page."""
        lines = ["| what | ours | the Python function | figure | target |", "|---|---|---|---|---|"]
        lines += [
            f"| {row.what} | {row.ours} | {row.theirs} | {row.told} | {row.target} |"
            for row in self.rows if row.is_for_page]
        return "\n".join(lines)

    def ending(self):
        """What became of the targets."""
        verdicts = [row.verdict for row in self.rows if row.target is not None]
        text = f"{len(verdicts)} targets: {verdicts.count('MISSED')} missed"
        if verdicts.count("short"):
            text += f", {verdicts.count('short')} between target and limit"
        for row in self.missed:
            text += "\n" + textwrap.indent(f"{row.what}: {row.told}, and not {row.target}", "  missed: ")
        return text
