"""Count the bytes that operations on tensors ask for, whatever machine they run on."""

from typing import NamedTuple

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves


class Pass(NamedTuple):
    """One operation: its name, the bytes that it reads and writes, its largest tensor."""

    name: str
    read: int
    written: int
    largest: int  # elements


class Traffic(TorchDispatchMode):
    """While it is open (``with Traffic() as traffic:``), write every operation into ``passes``.

    An operation reads each tensor that it is given, and writes each that it makes or changes. Each
    counts whole, once. Views move nothing, and a tensor of one element is not counted.

    >>> a, b = torch.ones(10), torch.ones(10)
    >>> with Traffic() as traffic:
    ...     _ = a.add_(b)
    >>> traffic.passes
    [Pass(name='add_', read=80, written=40, largest=10)]
    """

    def __init__(self):
        super().__init__()
        self.passes = []

    @property
    def bytes(self):
        """All bytes read and written."""
        return sum(done.read + done.written for done in self.passes)

    def __torch_dispatch__(self, operation, types, args=(), kwargs=None):
        result = operation(*args, **(kwargs or {}))
        schema, name = operation._schema, operation._schema.name.removeprefix("aten::")
        if torch.Tag.inplace_view in operation.tags or name.startswith("empty"):
            return result
        given = dict(zip((a.name for a in schema.arguments), args, strict=False)) | (kwargs or {})
        read, written = {}, {}
        for argument in schema.arguments:
            changed = argument.alias_info is not None and argument.alias_info.is_write
            for x in _tensors(given.get(argument.name)):
                # What is only written to is not looked at.
                if not (changed and (name == "copy_" or argument.is_out)):
                    read[x.data_ptr()] = x
                # A fused step may unscale the gradients in place, so its schema says that it
                # changes them. Without a GradScaler it does not.
                if changed and argument.name != "grads":
                    written[x.data_ptr()] = x
        returned = [result] if len(schema.returns) == 1 else result or ()
        for declared, value in zip(schema.returns, returned, strict=True):
            if declared.alias_info is None:
                written |= {x.data_ptr(): x for x in _tensors(value)}
            elif declared.alias_info is not None and not declared.alias_info.is_write:
                return result  # a view
        if read or written:
            largest = max(x.numel() for x in [*read.values(), *written.values()])
            self.passes.append(Pass(name, _bytes(read), _bytes(written), largest))
        return result


def _tensors(value):
    return [x for x in tree_leaves(value) if isinstance(x, torch.Tensor) and x.numel() > 1]


def _bytes(tensors):
    return sum(x.nbytes for x in tensors.values())
