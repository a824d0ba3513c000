"""Cut an array into pieces that stay in the cache.

A rule makes a new array with every operation. On a large array each of these goes out to memory
and comes back. On a piece of it they all stay in the cache, and need little extra memory.
"""

import itertools
import math


def blocks(shape, size):
    """Yield indices that cut an array of this shape, of any memory layout, in views.

    Each view has at most ``size`` elements, and every element is in exactly one.

    >>> list(blocks((2, 3), size=2))[:2]
    [(0, slice(0, 2, None)), (0, slice(2, 4, None))]
    """
    axis = len(shape)
    # The last axes, as many as fit in one block, stay whole.
    while axis and math.prod(shape[axis - 1 :]) <= size:
        axis -= 1
    if axis == 0:
        yield ...
        return
    cut = axis - 1
    rows = max(1, size // math.prod(shape[axis:]))
    for lead in itertools.product(*map(range, shape[:cut])):
        for start in range(0, shape[cut], rows):
            yield *lead, slice(start, start + rows)
