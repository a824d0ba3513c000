"""Why a claim is not written for the kernel: a fixed list, so nothing is left out in silence."""

REASONS = {
    "calculus": "a derivative or an integral inside the statement",
    "limit": "a limit of a kind that has no script yet",
    "piecewise": "a case distinction inside the statement",
    "function": "a function that the translation does not know",
    "domain": "a domain that the translation does not know",
    "index": "an index that is no natural number",
    "double-sum": "a sum inside a sum, or a product over an index",
    "unasked": "the kernel has not been asked yet; `make kernel` does, where coqc is",
    "script": "the theorem is written, but no script proves it yet",
}


class NotWritten(Exception):
    """This claim is not written for the kernel yet; ``reason`` is a key of :data:`REASONS`."""

    def __init__(self, reason, detail=""):
        assert reason in REASONS, reason
        super().__init__(f"{REASONS[reason]}{f' ({detail})' if detail else ''}")
        self.reason, self.detail = reason, detail
