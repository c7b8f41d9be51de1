"""Knows which cohorts there are and from which wider one each borrows: a tree with all cases at its root."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Tree:
    """Nodes numbered from the root (0), level by level: `parent[0] == -1` and `parent[i] < i`."""

    parent: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.parent)

    @property
    def depth(self) -> NDArray[np.int64]:
        """Steps from the root to each node."""
        depth = np.zeros(len(self.parent), dtype=np.int64)
        for node in range(1, len(depth)):
            depth[node] = depth[self.parent[node]] + 1
        return depth

    def line(self, node: int) -> list[int]:
        """The nodes from the root down to this one."""
        line: list[int] = []
        while node >= 0:
            line.append(node)
            node = int(self.parent[node])
        return line[::-1]


def build(
    paths: Sequence[tuple[str, ...]],
) -> tuple[Tree, NDArray[np.int64], list[tuple[str, ...]]]:
    """The tree of these paths, the node of each path, and every node's path; the root's is empty."""
    prefixes = {path[:depth] for path in set(paths) for depth in range(len(path) + 1)} | {()}
    names = sorted(prefixes, key=lambda name: (len(name), name))
    number = {name: place for place, name in enumerate(names)}
    parent = np.array([number[name[:-1]] if name else -1 for name in names], dtype=np.int64)
    leaves = np.array([number[tuple(path)] for path in paths], dtype=np.int64)
    return Tree(parent), leaves, names
