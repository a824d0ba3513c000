"""A number kind without numbers: run a rule on it to see what a cache does for the rule.

A processor works on its cache. What is not there comes from memory, and what has to leave it goes
back. Here both are counted, in pages, for a simple cache: it drops what was used longest ago. It is
kinder than a real one, for a result that nobody needs any more never goes to memory.
"""

from collections import OrderedDict


class Cache:
    """A cache of ``size`` pages. ``moved`` counts the pages that passed between it and memory,
    ``operations`` the arithmetic operations, one for each page of a result."""

    def __init__(self, size):
        self.size, self.moved, self.operations = size, 0, 0
        self._held = OrderedDict()  # page: whether memory does not have its content yet

    def read(self, page):
        """Bring a page into the cache."""
        self.moved += page not in self._held
        self._use(page, self._held.get(page, False))

    def write(self, page):
        """Give a page a new content. The old one need not be read."""
        self._use(page, True)

    def forget(self, page):
        """Drop a page that nobody needs any more."""
        self._held.pop(page, None)

    def flush(self):
        """Write back what memory does not have yet."""
        self.moved += sum(self._held.values())
        self._held.clear()

    def _use(self, page, changed):
        self._held[page] = changed
        self._held.move_to_end(page)
        if len(self._held) > self.size:
            _, changed = self._held.popitem(last=False)
            self.moved += changed


class Array:
    """An array of ``pages`` pages. Each operation of a rule becomes a pass over them.

    >>> cache = Cache(100)
    >>> a, b = Array(cache, 10), Array(cache, 10)
    >>> a.store(2 * a + b)
    >>> cache.flush()
    >>> cache.operations, cache.moved  # 2 for each page; read a and b, write a
    (20, 30)
    """

    def __init__(self, cache, pages):
        self.cache, self.pages = cache, [object() for _ in range(pages)]

    def store(self, value):
        """Copy the array ``value`` into this one, in place."""
        for source, target in zip(value.pages, self.pages, strict=True):
            self.cache.read(source)
            self.cache.write(target)

    def __isub__(self, other):
        for target, source in zip(self.pages, other.pages, strict=True):
            self.cache.read(target)
            self.cache.read(source)
            self.cache.write(target)
            self.cache.operations += 1
        return self

    def _operation(self, other=None):
        result = Array(self.cache, len(self.pages))
        # A number beside the array costs nothing: it stays in a register.
        inputs = [self, other] if isinstance(other, Array) else [self]
        for *sources, target in zip(*(x.pages for x in inputs), result.pages, strict=True):
            for page in sources:
                self.cache.read(page)
            self.cache.write(target)
            self.cache.operations += 1
        return result

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = _operation
    __neg__ = sqrt = _operation

    def __del__(self):
        for page in self.pages:
            self.cache.forget(page)
