"""The instruments of chapter 13: bytes that operations ask for, pages that pass a cache."""

import gc

import pytest
import torch

from lab.cache import Array, Cache
from lab.traffic import Traffic

N = 1000
A, B = torch.ones(N), torch.ones(N)
MATRIX = torch.ones(N, N)


@pytest.mark.parametrize(
    ("run", "read", "written"),
    [
        (lambda: A + B, 2 * N, N),
        (lambda: A * A, N, N),  # the same tensor twice is read once
        (lambda: A.add_(B), 2 * N, N),
        (lambda: A.copy_(B), N, N),  # what is overwritten need not be read
        (lambda: A.mul_(0.5), N, N),
        (lambda: torch.mul(A, 0.5, out=B), N, N),
        (lambda: torch.add(A, B, alpha=0.5, out=A), 2 * N, N),
        (lambda: A.addcdiv_(B, B + 0, value=0.0), 3 * N + N, N + N),
        (lambda: torch.zeros(N), 0, N),
        (lambda: torch._foreach_add_([A, B], 1), 2 * N, 2 * N),
        (lambda: torch._foreach_sqrt([A, B]), 2 * N, 2 * N),
        (lambda: A @ MATRIX, N + N * N, N),
    ],
)
def test_an_operation_reads_what_it_is_given_and_writes_what_it_makes(run, read, written):
    with Traffic() as traffic:
        run()
    assert sum(done.read for done in traffic.passes) == 4 * read
    assert sum(done.written for done in traffic.passes) == 4 * written


@pytest.mark.parametrize(
    "run",
    [
        lambda: A.view(10, -1),
        lambda: A[3:],
        lambda: MATRIX.t(),
        lambda: torch.empty(N),
        lambda: torch.empty_like(A),
    ],
)
def test_views_and_empty_tensors_move_nothing(run):
    with Traffic() as traffic:
        run()
    assert traffic.bytes == 0


def test_the_largest_tensor_of_an_operation_is_known():
    with Traffic() as traffic:
        A @ MATRIX
    assert [done.largest for done in traffic.passes] == [N * N]


def test_results_are_unchanged():
    with Traffic():
        assert torch.equal(A + 1, torch.full((N,), A[0].item() + 1))


# --- The cache.


def used(size, pages, run):
    cache = Cache(size)
    arrays = [Array(cache, pages) for _ in range(2)]
    run(*arrays)
    cache.flush()
    return cache.moved


def twice(a, b):
    a -= b
    a -= b


def test_what_is_in_the_cache_is_not_brought_again():
    assert used(20, 10, twice) == 10 + 10 + 10  # read both, write one
    # Nothing of the first pass is left when the second begins.
    assert used(5, 10, twice) == 2 * (10 + 10 + 10)


def test_the_page_that_was_used_longest_ago_leaves():
    cache = Cache(2)
    for page in "abac":
        cache.read(page)
    assert cache.moved == 3
    cache.read("a")
    assert cache.moved == 3
    cache.read("b")
    assert cache.moved == 4


def test_a_changed_page_is_written_back_once():
    cache = Cache(1)
    cache.write("a")
    cache.write("a")
    assert cache.moved == 0
    cache.read("b")
    assert cache.moved == 2
    cache.flush()
    assert cache.moved == 2


def test_a_result_that_nobody_needs_never_goes_to_memory():
    cache = Cache(100)
    a = Array(cache, 10)
    temporary = 2 * a
    del temporary
    gc.collect()
    cache.flush()
    assert (cache.moved, cache.operations) == (10, 10)
