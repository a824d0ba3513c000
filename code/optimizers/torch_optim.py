"""The optimizers in the PyTorch style: state keyed by parameter, options kept in groups.

Each is a ``torch.optim.Optimizer`` that can stand in for the class of the same name in
``torch.optim``: its arguments, defaults, groups and state are the same, and a ``state_dict`` loads
in both directions. All train dense parameters, real or complex, on the device they are on, or
shared out over several processes as DTensors.

Four arguments of torch choose one of its implementations or change what a step is: ``foreach``,
``fused``, ``capturable`` and ``differentiable``. They are accepted, but must be off. The argument
``compile`` is ours: with ``compile=True`` the same rule runs through torch's compiler.

Everything is checked before anything is updated. On bad input the errors are ``TypeError`` or
``ValueError``; a sparse gradient is a ``RuntimeError``, as in torch.
"""

import functools
import operator

import torch

from optimizers import compiled, eager, rules, validation

_OFF = ("foreach", "fused", "capturable", "differentiable")


class _Optimizer(torch.optim.Optimizer):
    """What the four share: every check first, then one loop over the groups."""

    # What a state_dict may lack, because it was written before torch had the option.
    _added_later = {"maximize": False}
    compile = False
    _counts = True  # torch's classes keep a step count, even where the rule needs none

    def __init__(self, params, compile, **defaults):
        self.compile = validation.flag("compile", compile)
        self._check(defaults, defaults)
        super().__init__(params, defaults)

    def _keys(self, group):
        """Names of the averages that the rule keeps, in the rule's order."""
        raise NotImplementedError

    def _rule(self, theta, g, *averages, t, **hyper):
        """Return the new averages and, last, the step. Pure, as the rules are."""
        raise NotImplementedError

    def _check(self, group, names):
        """Return the hyper-parameters of a group as plain numbers."""
        for name in _OFF:
            if group.get(name):
                raise ValueError(
                    f"{name} must be off, since {type(self).__name__} does not support it here, "
                    f"got {group[name]!r}"
                )
        return validation.hyperparameters({k: _plain(k, group[k]) for k in group}, names)

    def _hyper(self, number, group):
        """Return what :meth:`_check` returns, and the very same dict as long as nothing changes."""
        values = [group.get(name) for name in (*self.defaults, *_OFF)]
        checked = self.__dict__.setdefault("_checked", {})
        known, hyper = checked.get(number, ((), None))
        # Not equal but identical values, for True equals 1. Of what can not change inside, that is.
        if len(known) != len(values) or not all(map(operator.is_, known, values)):
            hyper = self._check(group, self.defaults)
            checked[number] = values if all(map(_is_constant, values)) else (), hyper
        return hyper

    def add_param_group(self, param_group):
        """Add a group: a dict with ``params`` and its own values for any of the options."""
        if isinstance(param_group, dict):
            self._check({**self.defaults, **param_group}, self.defaults)
        super().add_param_group(param_group)

    def __getstate__(self):
        return {**super().__getstate__(), "compile": self.compile}

    def __setstate__(self, state):
        # torch ends load_state_dict and unpickling here, with nothing changed yet.
        defaults = state.get("defaults", self.__dict__.get("defaults"))
        for group in state["param_groups"]:
            for name, value in self._added_later.items():
                group.setdefault(name, value)
            # How the file's optimizer computed is not how this one must.
            group.update({name: None for name in ("foreach", "fused") if name in group})
            self._check(group, defaults)
        for entry in state["state"].values():
            if isinstance(entry, dict) and "step" in entry:
                count = validation.count("step", float(entry["step"]), low=0)
                if not torch.is_tensor(entry["step"]):
                    entry["step"] = _count(count)
        super().__setstate__(state)

    def step(self, closure=None):
        """Update every parameter that has a gradient, in place.

        ``closure``, if given, is called once, with gradients enabled. It computes the loss anew,
        and its result is returned.
        """
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        with torch.no_grad():
            prepare = functools.partial(compiled.prepare, self) if self.compile else self._prepare
            work = []
            for number, group in enumerate(self.param_groups):
                hyper = self._hyper(number, group)
                pairs = [(param, param.grad) for param in group["params"]]
                params = [param for param, grad in pairs if grad is not None]
                grads = [grad for _, grad in pairs if grad is not None]
                self._check_gradients(grads)
                work.append((params, grads, hyper))
            # Kernels are compiled here, if any. After that nothing is expected to fail.
            updates = [prepare(i, *each) for i, each in enumerate(work)]
            for update in updates:
                update()
        return loss

    def _prepare(self, number, params, grads, hyper):
        """Return a function that updates ``params`` of a group by their gradients."""

        def update():
            keys = self._keys(hyper)
            entries = [self._entry(*each, keys) for each in zip(params, grads, strict=True)]
            eager.update(torch, self._rule, entries, hyper)

        return update

    def _check_gradients(self, grads):
        layouts = {grad.layout for grad in grads} - {torch.strided}
        if layouts:
            raise RuntimeError(
                f"{type(self).__name__} does not support sparse gradients: they must be "
                f"dense, got layout {layouts.pop()}"
            )

    def _entry(self, param, grad, keys):
        """Return the number of this step, and ``param``, its gradient and its averages."""
        state = self.state[param] if keys or self._counts else {}
        t = 1 if any(state.get(key) is None for key in keys) else 2
        if self._counts:
            if "step" not in state:
                state["step"] = _count(0)
            # A plain number, so that beta**t is not rounded to float32.
            t = state["step"].item() + 1
            state["step"] += 1
        for key in keys:
            if state.get(key) is None:
                like = param if self._counts else grad  # the memory layout that torch takes
                state[key] = torch.zeros_like(like, memory_format=torch.preserve_format)
        tensors = [param, grad, *(state[key] for key in keys)]
        # Real and imaginary part are two coordinates, as in torch.
        return t, [torch.view_as_real(x) for x in tensors] if param.is_complex() else tensors


def _count(steps):
    # On the CPU and in float32, as in torch: exact up to 16 million steps.
    return torch.tensor(steps, dtype=torch.promote_types(torch.float32, torch.get_default_dtype()))


def _plain(name, value):
    """A number in place of a tensor with one element, which torch takes as well."""
    if name == "betas" and isinstance(value, (tuple, list)):
        return tuple(_plain(f"{name}[{i}]", beta) for i, beta in enumerate(value))
    if name == "params" or not isinstance(value, torch.Tensor):
        return value
    if value.numel() != 1:
        raise ValueError(f"{name} must have one element, got shape {tuple(value.shape)}")
    return value.item()


def _is_constant(value):
    """Whether a value can not change without becoming another object, as a tensor's can."""
    if isinstance(value, tuple):
        return all(map(_is_constant, value))
    return value is None or type(value) in (float, int, bool)


def _is_on(number):
    """Whether a hyper-parameter is not 0. In a compiled rule a tensor stands for such a one."""
    return isinstance(number, torch.Tensor) or number != 0


def _gradient(g, theta, *, weight_decay, maximize):
    """The gradient of what is minimized: of ``-loss`` if ``maximize``, with the penalty if any."""
    if maximize:
        g = -g
    return rules.l2_gradient(g, theta, weight_decay=weight_decay) if _is_on(weight_decay) else g


class SGD(_Optimizer):
    """Stochastic gradient descent, with momentum if ``momentum > 0``.

    ``params`` are tensors of any shape, or groups. Domains: ``lr >= 0``, ``momentum >= 0``,
    ``dampening`` finite, ``weight_decay >= 0`` (an L2 penalty); ``nesterov=True`` needs
    ``momentum > 0`` and ``dampening = 0``. ``maximize`` ascends. State: ``momentum_buffer``.

    Source: :func:`optimizers.rules.sgd`, :func:`optimizers.rules.momentum`.
    """

    _added_later = {"nesterov": False, "maximize": False}
    _counts = False

    def __init__(
        self, params, lr=1e-3, momentum=0, dampening=0, weight_decay=0, nesterov=False, *,
        maximize=False, foreach=None, differentiable=False, fused=None, compile=False,
    ):  # fmt: skip
        super().__init__(
            params, compile, lr=lr, momentum=momentum, dampening=dampening,
            weight_decay=weight_decay, nesterov=nesterov, maximize=maximize,
            foreach=foreach, differentiable=differentiable, fused=fused,
        )  # fmt: skip

    def _keys(self, group):
        return ["momentum_buffer"] if group["momentum"] else []

    def _rule(
        self, theta, g, buf=None, *, t, lr, momentum, dampening, weight_decay, nesterov, maximize
    ):  # fmt: skip
        g = _gradient(g, theta, weight_decay=weight_decay, maximize=maximize)
        if not _is_on(momentum):
            return (rules.sgd(g, lr=lr),)
        # The first gradient fills the buffer.
        buf = None if t == 1 else buf
        return rules.momentum(g, buf, lr=lr, beta=momentum, dampening=dampening, nesterov=nesterov)


class RMSprop(_Optimizer):
    """RMSProp: each coordinate's step is divided by the root mean square of its gradients.

    ``params`` are tensors of any shape, or groups. Domains: ``lr``, ``alpha``, ``eps``,
    ``weight_decay`` (an L2 penalty) and ``momentum`` are ``>= 0``; ``alpha`` is below 1 in theory.
    ``centered=True`` divides by the standard deviation instead. With ``momentum`` the divided
    gradients fill a buffer, as gradients do in :class:`SGD`. ``maximize`` ascends.
    State: ``square_avg``, ``grad_avg`` if centered, ``momentum_buffer`` if there is momentum, and
    ``step``, which the rule does not need but torch's class keeps.

    Source: :func:`optimizers.rules.rmsprop`, :func:`optimizers.rules.centered_rmsprop`.
    """

    _added_later = {"momentum": 0, "centered": False, "maximize": False}

    def __init__(
        self, params, lr=1e-2, alpha=0.99, eps=1e-8, weight_decay=0, momentum=0, centered=False,
        capturable=False, foreach=None, maximize=False, differentiable=False, *, compile=False,
    ):  # fmt: skip
        super().__init__(
            params, compile, lr=lr, alpha=alpha, eps=eps, weight_decay=weight_decay,
            momentum=momentum, centered=centered, capturable=capturable, foreach=foreach,
            maximize=maximize, differentiable=differentiable,
        )  # fmt: skip

    def _keys(self, group):
        keys = ["grad_avg", "square_avg"] if group["centered"] else ["square_avg"]
        return [*keys, "momentum_buffer"] if group["momentum"] else keys

    def _rule(
        self, theta, g, *averages, t, lr, alpha, eps, weight_decay, momentum, centered, maximize
    ):  # fmt: skip
        g = _gradient(g, theta, weight_decay=weight_decay, maximize=maximize)
        rule = rules.centered_rmsprop if centered else rules.rmsprop
        if not _is_on(momentum):
            return rule(g, *averages, lr=lr, beta=alpha, eps=eps)
        *averages, buf = averages
        *averages, direction = rule(g, *averages, lr=1, beta=alpha, eps=eps)
        return *averages, *rules.momentum(direction, buf, lr=lr, beta=momentum)


class Adam(_Optimizer):
    """Adam: momentum as an average, RMSProp's scale, and both averages corrected.

    ``params`` are tensors of any shape, or groups. Domains: ``lr >= 0``, both ``betas`` in
    ``[0, 1)``, ``eps >= 0``, ``weight_decay >= 0`` (an L2 penalty: it enters the gradient and so
    both moments; with ``decoupled_weight_decay`` it does not, and this is :class:`AdamW`).
    ``amsgrad`` divides by the root of the largest second moment so far. ``maximize`` ascends.
    State: ``exp_avg``, ``exp_avg_sq``, ``max_exp_avg_sq`` if ``amsgrad``, and ``step``.

    Source: Kingma & Ba (2015), Algorithm 1; :func:`optimizers.rules.adam`,
    :func:`optimizers.rules.amsgrad`.
    """

    _added_later = {"amsgrad": False, "maximize": False, "decoupled_weight_decay": False}

    def __init__(
        self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, amsgrad=False, *,
        foreach=None, maximize=False, capturable=False, differentiable=False, fused=None,
        decoupled_weight_decay=False, compile=False,
    ):  # fmt: skip
        super().__init__(
            params, compile, lr=lr, betas=betas, eps=eps, weight_decay=weight_decay,
            amsgrad=amsgrad, maximize=maximize, foreach=foreach, capturable=capturable,
            differentiable=differentiable, fused=fused,
            decoupled_weight_decay=decoupled_weight_decay,
        )  # fmt: skip

    def _keys(self, group):
        return ["exp_avg", "exp_avg_sq", "max_exp_avg_sq"][: 3 if group["amsgrad"] else 2]

    def _rule(
        self, theta, g, *averages, t, lr, betas, eps, weight_decay, amsgrad, maximize,
        decoupled_weight_decay,
    ):  # fmt: skip
        penalty = 0 if decoupled_weight_decay else weight_decay
        g = _gradient(g, theta, weight_decay=penalty, maximize=maximize)
        hyper = {"lr": lr, "beta1": betas[0], "beta2": betas[1], "eps": eps}
        if not decoupled_weight_decay:
            return (rules.amsgrad if amsgrad else rules.adam)(g, *averages, t, **hyper)
        if not amsgrad:
            return rules.adamw(g, theta, *averages, t, **hyper, weight_decay=weight_decay)
        *averages, step = rules.amsgrad(g, *averages, t, **hyper)
        return *averages, step + rules.weight_decay_step(theta, lr=lr, weight_decay=weight_decay)


class AdamW(Adam):
    """AdamW: Adam whose weight decay shrinks the parameter and never enters the moments.

    Arguments, domains and state are those of :class:`Adam`.

    Source: Loshchilov & Hutter (2019), Algorithm 2; :func:`optimizers.rules.adamw`.
    """

    def __init__(
        self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2, amsgrad=False, *,
        maximize=False, foreach=None, capturable=False, differentiable=False, fused=None,
        compile=False,
    ):  # fmt: skip
        super().__init__(
            params, lr, betas, eps, weight_decay, amsgrad, maximize=maximize, foreach=foreach,
            capturable=capturable, differentiable=differentiable, fused=fused, compile=compile,
            decoupled_weight_decay=True,
        )  # fmt: skip

    def __setstate__(self, state):
        # As in torch: what AdamW loads, AdamW trains.
        for group in state["param_groups"]:
            group["decoupled_weight_decay"] = True
        super().__setstate__(state)
