"""YAML as plain data from files that strangers write: scalars stay text, and what could surprise is refused with its line.

PyYAML's loader turns `no` into False and lets a 400-byte file grow to gigabytes through aliases; reading its events instead
allows neither, and knows the line of every value.
"""

import stat
from pathlib import Path
from typing import Any, NoReturn

import yaml

from claimscape.errors import ClaimscapeError

LARGEST = 1 << 20
DEEPEST = 20

Where = tuple[str | int, ...]
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(path: Path, error: type[ClaimscapeError] = ClaimscapeError) -> tuple[Any, dict[Where, int]]:
    """The file as dicts, lists and text, and the 1-based line of each value by its path; `error` says what is wrong where."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):  # a pipe would be waited for, a device read for ever
            raise error(f"{path} is no regular file; name a YAML file that is there")
        raw = path.read_bytes() if found.st_size <= LARGEST else None
    except OSError as fault:
        raise error(f"{path} cannot be read ({fault.strerror}); name a YAML file that is there") from None
    if raw is None:
        raise error(f"{path} is larger than {LARGEST // 1024} KiB; split it or remove what does not belong there")
    try:
        return _Builder(path, error).build(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        raise error(f"{path} is not UTF-8 (byte {fault.start + 1}); save it as UTF-8") from None
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "somewhere"
        what = getattr(fault, "problem", None) or getattr(fault, "reason", "it is not YAML")
        raise error(f"{path}, {line}: {what}; text with : # @ % $ \" or a tab is safest in 'single quotes'") from None


class _Builder:
    """Plain data from YAML events, with a stack instead of recursion."""

    def __init__(self, path: Path, error: type[ClaimscapeError]) -> None:
        self.path, self.error = path, error
        self.root: Any = None
        self.lines: dict[Where, int] = {}
        self.stack: list[tuple[Any, Where]] = []
        self.key: list[str | None] = []

    def build(self, text: str) -> tuple[Any, dict[Where, int]]:
        documents = 0
        for event in yaml.parse(text, Loader=_LOADER):
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.fail(line, "a second document starts; keep one")
            elif isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                self.fail(line, "anchors (&) and aliases (*) are not allowed; write the text out, or quote it")
            elif getattr(event, "tag", None):
                self.fail(line, f"the tag {getattr(event, 'tag', '')} is not allowed; remove it")
            elif isinstance(event, yaml.ScalarEvent):
                self.put(event.value, line)
            elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                self.open({} if isinstance(event, yaml.MappingStartEvent) else [], line)
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                self.stack.pop()
                self.key.pop()
        return self.root, self.lines

    def open(self, value: Any, line: int) -> None:
        if len(self.stack) >= DEEPEST:
            self.fail(line, f"nested deeper than {DEEPEST} levels")
        where = self.put(value, line)
        self.stack.append((value, where))
        self.key.append(None)

    def put(self, value: Any, line: int) -> Where:
        where: Where = ()
        if not self.stack:
            self.root = value
        else:
            container, above = self.stack[-1]
            if isinstance(container, list):
                where = (*above, len(container))
                container.append(value)
            elif self.key[-1] is None:
                return self.name(value, container, line)
            else:
                where = (*above, self.key[-1])
                container[self.key[-1]] = value
                self.key[-1] = None
        self.lines.setdefault(where, line)
        return where

    def name(self, value: Any, container: dict[str, Any], line: int) -> Where:
        if not isinstance(value, str):
            self.fail(line, "a key must be plain text")
        if value in container:
            self.fail(line, f"the key '{value}' stands twice here; keep one")
        self.key[-1] = value
        self.lines[(*self.stack[-1][1], value)] = line
        return ()

    def fail(self, line: int, what: str) -> NoReturn:
        raise self.error(f"{self.path}, line {line}: {what}")
