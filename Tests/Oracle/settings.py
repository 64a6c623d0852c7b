"""How captures are to be mapped: the settings of one scenario, for the relay and for the Python program alike."""

import re
from dataclasses import dataclass, field


@dataclass
class Column:
    name: str
    type: str = ""
    optional: bool = False
    path: list = field(default_factory=list)  # of keys, indices, and EACH

    def written(self):
        """The column in the grammar of the settings."""
        return quoted(self.name) + "?" * self.optional + (self.path and "=" + written_path(self.path) or "")


EACH = object()


@dataclass
class Settings:
    inputs: list
    outputs: list
    timestamp: str = ""
    format: str = "iso8601"
    metadata: list = field(default_factory=list)  # of name and source
    id: str = ""
    relays_shadow: bool = False

    def variables(self):
        """The settings as the relay reads them."""
        columns = self.inputs + self.outputs
        pairs = [
            ("CAPTURE_INPUT_COLUMNS", ",".join(column.written() for column in self.inputs)),
            ("CAPTURE_OUTPUT_COLUMNS", ",".join(column.written() for column in self.outputs)),
            ("CAPTURE_COLUMN_TYPES", ",".join(f"{quoted(c.name)}:{c.type}" for c in columns if c.type)),
            ("CAPTURE_TIMESTAMP_COLUMN", self.timestamp),
            ("CAPTURE_TIMESTAMP_FORMAT", self.format if self.timestamp else ""),
            ("CAPTURE_METADATA_COLUMNS", ",".join(f"{name}={source}" for name, source in self.metadata)),
            ("CAPTURE_ID_COLUMN", self.id),
            ("CAPTURE_SHADOW", "relay" if self.relays_shadow else ""),
        ]
        return {name: value for name, value in pairs if value}


def quoted(name):
    """A name as it is, or in quotes where the grammar needs them."""
    return name if re.fullmatch(r"\w+", name) else '"' + name.replace('"', '""') + '"'


def written_path(path):
    text = ""
    for step in path:
        if step is EACH:
            text += "[]"
        elif isinstance(step, int):
            text += f"[{step}]"
        else:
            text += "." * bool(text) + quoted(step)
    return text
