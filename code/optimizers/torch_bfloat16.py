"""AdamW for weights in bfloat16, which have 8 bits: rounded by chance, with averages in float32.

Rounded to nearest, a weight of bfloat16 does not move at all by a step smaller than about a 400th
of it, and neither does an average that forgets a thousandth of itself. Here the averages are kept
in float32, the rule is computed in float32, and only the weight is rounded, by
:func:`optimizers.rounding.stochastic_round`: in the mean over the steps nothing is lost. No copy of
the weights in float32 is kept: 12 bytes for each weight and its gradient, not 16.
"""

import torch
from torch.utils._python_dispatch import is_traceable_wrapper_subclass

from optimizers import eager, torch_optim, validation
from optimizers.torch_rounding import keys, random_bits, to_bfloat16


class BFloat16AdamW(torch_optim.AdamW):
    """AdamW that rounds weights in bfloat16 by chance, and trains all others as AdamW does.

    >>> import torch
    >>> model = torch.nn.Linear(3, 2, dtype=torch.bfloat16)
    >>> optimizer = BFloat16AdamW(model.parameters(), lr=1e-3)
    >>> model(torch.ones(1, 3, dtype=torch.bfloat16)).sum().backward()
    >>> optimizer.step()
    >>> optimizer.state[model.weight]["exp_avg"].dtype
    torch.float32

    Arguments and domains are those of :class:`optimizers.torch_optim.AdamW`. ``seed``, whole and
    ``>= 0``, decides the chance; it is kept in the groups, as an option. The same seed gives the
    same weights again, also after a checkpoint is loaded, for the bits come from the seed, the
    step, the parameter's number and the element's place. (Compiled, they are other ones, and the
    rounding falls otherwise.) With ``lr=0`` nothing moves.

    State: as torch's AdamW, but ``exp_avg``, ``exp_avg_sq`` and, with ``amsgrad``,
    ``max_exp_avg_sq`` of bfloat16 weights are in float32. A ``state_dict`` of torch's AdamW loads;
    torch's AdamW loads this one too, and rounds it to bfloat16.

    Source: :func:`optimizers.rules.adamw`, :func:`optimizers.rounding.stochastic_round`.
    """

    _rounds = True
    _added_later = {**torch_optim.AdamW._added_later, "seed": 0}

    def __init__(
        self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2, amsgrad=False, *,
        maximize=False, seed=0, compile=False,
    ):  # fmt: skip
        seed = validation.count("seed", seed, low=0)
        super().__init__(
            params, lr, betas, eps, weight_decay, amsgrad, maximize=maximize, compile=compile
        )
        self.defaults["seed"] = seed
        for group in self.param_groups:
            group.setdefault("seed", seed)

    def load_state_dict(self, state_dict):
        """Load a state. The averages stay in float32, which torch's own method would round."""
        kept = {
            i: {key: _Kept(x) for key, x in entry.items()} if isinstance(entry, dict) else entry
            for i, entry in state_dict["state"].items()
        }
        # A file of torch's has no seed.
        groups = [{"seed": self.defaults["seed"], **group} for group in state_dict["param_groups"]]
        super().load_state_dict({**state_dict, "state": kept, "param_groups": groups})

    def __setstate__(self, saved):
        for param, entry in saved["state"].items():
            for key, x in entry.items() if isinstance(entry, dict) else ():
                entry[key] = x.loaded(key, param, self._average_dtype) if type(x) is _Kept else x
        super().__setstate__(saved)

    def _check(self, group, names):
        validation.count("seed", group.get("seed", 0), low=0)
        return super()._check(group, names)

    def _prepare(self, number, params, grads, hyper):
        if any(map(_in_parts, params)):
            raise RuntimeError(
                f"{type(self).__name__} does not round parameters in bfloat16 that lie in parts "
                "on several devices, such as a DTensor"
            )
        return super()._prepare(number, params, grads, hyper)

    def _average_dtype(self, param):
        return torch.float32 if param.dtype == torch.bfloat16 else param.dtype

    def _rounding_keys(self, number, t, params):
        return keys(self.param_groups[number]["seed"], int(t), [(number << 20) + i for i in params])

    def _storing(self, number, entries):
        if not entries:
            return None
        # One stream for all that a step stores, in the order in which it does.
        (key,), place = self._rounding_keys(number, entries[0][0], [-1]), 0

        def store(library, x, wide):
            nonlocal place
            if x.dtype != torch.bfloat16:
                return eager.store(library, x, wide)
            places = torch.arange(place, place + wide.numel(), device=wide.device)
            place += wide.numel()
            bits = random_bits(places.to(torch.int32).view(wide.shape), key)
            x.copy_(to_bfloat16(wide, bits))

        return store


class _Kept:
    """A value that torch's ``load_state_dict`` passes on as it is."""

    def __init__(self, value):
        self.value = value

    def loaded(self, key, param, dtype):
        if key == "step" or not isinstance(self.value, torch.Tensor):
            return self.value
        return self.value.to(param.device, dtype(param))


def _in_parts(param):
    return param.dtype == torch.bfloat16 and is_traceable_wrapper_subclass(param)
