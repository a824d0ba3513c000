"""The optimizers from SGD to AdamW. One rule each, in :mod:`optimizers.rules`."""
