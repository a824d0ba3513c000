"""The two ways in which a claim can go wrong."""


class ClaimError(ValueError):
    """The claim is badly posed: a label used twice, a symbol without a domain, no control."""


class ClaimFailed(AssertionError):
    """The claim was checked and did not pass."""
