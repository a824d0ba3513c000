"""Which tensors lie in one memory, so that the order in which they are updated matters.

Two parameters may share their memory (weights tied through ``.data``), or overlap in a part of it
(slices of one buffer). Then each must be stepped from what the other has left, as in torch.
"""

from torch.utils._python_dispatch import is_traceable_wrapper_subclass


def span(x):
    """Where the elements of a tensor lie: the first byte and the one after the last.

    None for a tensor without memory of its own: an empty one, one on the device ``meta``, or one
    made of others, such as a DTensor.
    """
    if is_traceable_wrapper_subclass(x) or not x.numel():
        return None
    try:
        start = x.data_ptr()
    except RuntimeError:  # a tensor that only stands for one, as in torch's FakeTensorMode
        return None
    return (start, start + extent(x)) if start else None


def extent(x):
    """Bytes from the first element of a tensor to the end of the last, with gaps in between."""
    if x.is_contiguous():
        return x.nbytes
    last = sum((n - 1) * stride for n, stride in zip(x.shape, x.stride(), strict=True))
    return (last + 1) * x.itemsize


def overlaps_itself(x):
    """Whether two elements of a tensor lie at one place, as after ``expand`` or ``unfold``."""
    if x.is_contiguous() or not x.numel():
        return False
    reach = 0
    for stride, n in sorted(zip(x.stride(), x.shape, strict=True)):
        if n > 1:
            if stride <= reach:
                return _offsets_repeat(x)
            reach += (n - 1) * stride
    return False


def _offsets_repeat(x):
    seen = {0}
    for stride, n in zip(x.stride(), x.shape, strict=True):
        moved = {offset + k * stride for offset in seen for k in range(n)}
        if len(moved) < len(seen) * n:
            return True
        seen = moved
    return False


def apart(entries):
    """The numbers of the entries ``[theta, g, *averages]`` that must be updated alone, in order.

    Each of them writes where another one reads or writes, or where its own gradient lies. Ranges
    are compared, not elements: two columns of a matrix are taken for an overlap, and lose nothing
    but time by it.
    """
    spans = []
    for i, tensors in enumerate(entries):
        for k, x in enumerate(tensors):
            if place := span(x):
                spans.append((*place, i, k != 1))
    spans.sort()
    found, reached = set(), []  # those that began before, and may reach to here
    for start, stop, i, writes in spans:
        reached = [other for other in reached if other[0] > start]
        for _, j, wrote in reached:
            if writes or wrote:
                found |= {i, j}
        reached.append((stop, i, writes))
    return found


def meets(x, others):
    """Whether the range of a tensor overlaps that of one of ``others``."""
    place = span(x)
    places = filter(None, map(span, others)) if place else ()
    return any(place[0] < stop and start < place[1] for start, stop in places)
