"""Which cohort borrows from which: the tree that paths of names make."""

import numpy as np

from forecast.cohorts import build


def test_every_path_and_each_wider_one_becomes_a_node_below_the_root() -> None:
    tree, leaves, names = build([("Aetna", "PA"), ("Aetna", "NJ"), ("Cigna",), ("Aetna", "PA")])
    assert names == [(), ("Aetna",), ("Cigna",), ("Aetna", "NJ"), ("Aetna", "PA")]
    assert tree.parent.tolist() == [-1, 0, 0, 1, 1]
    assert leaves.tolist() == [4, 3, 2, 4]
    assert tree.depth.tolist() == [0, 1, 1, 2, 2]


def test_the_line_of_a_node_begins_at_the_root() -> None:
    tree, leaves, names = build([("Aetna", "PA")])
    assert [names[node] for node in tree.line(int(leaves[0]))] == [(), ("Aetna",), ("Aetna", "PA")]


def test_the_order_of_the_paths_changes_no_number() -> None:
    paths = [("b", "x"), ("a", "y"), ("a", "x")]
    forward, backward = build(paths), build(paths[::-1])
    assert forward[2] == backward[2]
    assert forward[1].tolist() == backward[1][::-1].tolist()


def test_no_path_at_all_leaves_the_root() -> None:
    tree, leaves, names = build([])
    assert (tree.parent.tolist(), leaves.tolist(), names) == ([-1], [], [()])
    assert leaves.dtype == np.int64
