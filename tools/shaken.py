"""Run at the start of a kernel: the last bits of what torch computes are changed.

Only operations whose last bits differ between processors are shaken: sums, products of matrices,
exp and its kind, random normals, and what some processors multiply and add with one rounding. To
add, multiply, divide and take roots is the same everywhere. The change is a function of a value's
digits alone: so, as on every processor, what is computed twice comes out equal, and so does what
differs by a sign or a power of two. A value with few digits, such as a sum of integers, is exact
everywhere and stays.
"""

import os

import torch
from torch.utils._python_dispatch import TorchDispatchMode

ROUNDED = {
    "mm", "addmm", "bmm", "baddbmm", "mv", "dot", "vdot", "sum", "mean", "norm", "linalg_vector_norm",
    "var", "std", "cumsum", "logsumexp", "_softmax", "_log_softmax", "_softmax_backward_data",
    "_log_softmax_backward_data", "nll_loss_forward", "exp", "log", "log1p", "expm1", "tanh",
    "sigmoid", "sin", "cos", "erf", "pow", "gelu", "silu", "softplus", "convolution",
    "convolution_backward", "native_layer_norm", "native_layer_norm_backward", "mse_loss",
    "binary_cross_entropy_with_logits", "binary_cross_entropy", "normal", "randn", "lerp", "addcmul",
    "addcdiv",
}  # fmt: skip
INTEGER = {torch.float32: torch.int32, torch.float64: torch.int64}


def shake(value, by=3):
    """The value with its last bits changed by -``by`` to +``by`` units, in place; or as it is."""
    if value.dtype not in INTEGER or not value.numel():
        return value
    if type(value) not in (torch.Tensor, torch.nn.Parameter):  # one without values
        return value
    integer = INTEGER[value.dtype]
    bits = value.detach().contiguous().view(integer)
    mantissa = bits & (2**23 - 1 if integer is torch.int32 else 2**52 - 1)
    by_value = (mantissa ^ (mantissa >> 7) ^ (mantissa >> 15)) % (2 * by + 1) - by
    exact = (mantissa & 0x3FF) == 0  # zero, infinity, and whatever has few digits
    changed = torch.where(exact, bits, bits + by_value).view(value.dtype)
    with torch.no_grad():
        return value.copy_(torch.where(value.isfinite(), changed, value))


def rounded(name, args, kwargs):
    """Whether an operation's last bits differ between processors."""
    if name in ("add", "sub", "rsub"):
        return kwargs.get("alpha", 1) != 1
    if name == "uniform":  # from 0 to 1 the draws themselves, which are exact
        return tuple(args[1:3]) not in {(), (0,), (0, 1)}
    return name in ROUNDED


class Shaken(TorchDispatchMode):
    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        result = function(*args, **(kwargs or {}))
        if rounded(function.overloadpacket.__name__.rstrip("_"), args, kwargs or {}):
            for value in result if isinstance(result, (tuple, list)) else (result,):
                if isinstance(value, torch.Tensor):
                    shake(value)
        return result


if "SHAKEN" in os.environ:  # a kernel that `make digits` has started
    Shaken().__enter__()
