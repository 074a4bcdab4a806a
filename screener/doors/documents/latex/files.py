"""The files a LaTeX source may draw in: none for a single file, the archive's for a project."""

import posixpath
from dataclasses import dataclass, field


@dataclass
class Files:
    """Text files by their path, and which of them have been drawn in."""

    texts: dict[str, str] = field(default_factory=dict)
    folder: str = ""
    """Folder of the main file: TeX looks there first."""
    used: set[str] = field(default_factory=set)

    def find(self, name: str, near: str = "", endings: tuple[str, ...] = (".tex", "", ".ltx")) -> str | None:
        """The path of the file that a source at path `near` means by `name`; None where the project has none."""
        name = name.strip().strip('"').replace("\\", "/")
        for folder in dict.fromkeys((self.folder, posixpath.dirname(near), "")):
            for ending in endings:
                path = posixpath.normpath(posixpath.join(folder, name + ending))
                if path in self.texts:
                    return path
        return None

    def take(self, path: str) -> str:
        """The text of a file, which now counts as used."""
        self.used.add(path)
        return self.texts[path]
