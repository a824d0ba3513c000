"""A schedule as a torch ``LRScheduler``, for a training loop to use as it is."""

import torch

from optimizers import validation


class Schedule(torch.optim.lr_scheduler.LRScheduler):
    """Set the rate of every parameter group by a rule of :mod:`optimizers.schedules`.

    >>> import torch
    >>> from optimizers import schedules
    >>> optimizer = torch.optim.SGD([torch.zeros(2, requires_grad=True)], lr=0.5)
    >>> scheduler = Schedule(optimizer, schedules.linear, total=4)
    >>> rates = []
    >>> for _ in range(4):
    ...     rates += scheduler.get_last_lr()
    ...     optimizer.step()
    ...     scheduler.step()
    >>> rates
    [0.5, 0.375, 0.25, 0.125]

    ``rule(t, **hyper)`` is the factor on each group's own ``lr``, which is its peak. It is a
    schedule of this book, or a function of yours on the number of a step, from 1, that returns a
    finite number ``>= 0``. Call ``step()`` after each ``optimizer.step()``. All else is as in
    torch's own schedulers: the optimizer may be any of torch's or ours, a rate may be a tensor,
    and ``last_epoch`` is the number of steps done, so step ``t`` has ``last_epoch = t - 1``. After
    the run of ``total`` steps the rate stays as it is.

    Resume by ``load_state_dict``, after the optimizer's. The file has the rule's name and
    arguments, and they win over those given here, as in torch. A file of another rule is refused
    with a ``ValueError``. A rate that was set by hand lasts until the next ``step``, as with
    ``LambdaLR``: change ``base_lrs`` instead.

    Arguments are checked before the optimizer is changed. The errors are those of the rule, and
    name argument, range and value.
    """

    def __init__(self, optimizer, rule, *, last_epoch=-1, **hyper):
        self.rule, self.hyper = rule, hyper
        validation.count("last_epoch", last_epoch, low=-1)
        self._factor(1)
        for group in getattr(optimizer, "param_groups", ()):  # else torch says what is wrong
            lr = group["lr"]
            validation.not_negative("lr", lr.item() if isinstance(lr, torch.Tensor) else lr)
        super().__init__(optimizer, last_epoch)

    def _factor(self, t):
        total = self.hyper.get("total")
        t = min(t, total + 1) if isinstance(total, int) else t
        factor = self.rule(t, **self.hyper)
        return validation.not_negative(f"the rate of step {t} over lr", factor)

    def get_lr(self):
        """Return the rate of each group in the next step, number ``last_epoch + 1``."""
        factor = self._factor(self.last_epoch + 1)
        return [lr * factor for lr in self.base_lrs]

    def state_dict(self):
        """Return what :meth:`load_state_dict` needs: plain numbers, and the rule's name."""
        return {**super().state_dict(), "rule": self._name(), "hyper": dict(self.hyper)}

    def load_state_dict(self, state_dict):
        """Take up a run: its step, its peaks, and the arguments of its rule."""
        state = dict(state_dict)
        name = state.pop("rule", None)
        if name != self._name():
            raise ValueError(f"rule must be {self._name()!r} in the file, got {name!r}")
        state["hyper"] = dict(state["hyper"])
        self.rule(1, **state["hyper"])
        super().load_state_dict(state)

    def _name(self):
        return getattr(self.rule, "__name__", type(self.rule).__name__)
