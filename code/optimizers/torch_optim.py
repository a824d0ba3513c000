"""The optimizers in the PyTorch style: state keyed by parameter, options kept in groups.

Each is a ``torch.optim.Optimizer`` that can stand in for the class of the same name in
``torch.optim``: its arguments, defaults, groups and state are the same, and a ``state_dict`` loads
in both directions. All train dense parameters, real or complex, on the device they are on, or
shared out over several processes as DTensors. Parameters may share memory: each step then starts
from what the one before has left. Numbers of 16 bits are computed in 32 and stored in 16.

``foreach`` and ``fused`` choose between torch's implementations. They are accepted and kept, and
change no number. ``compile`` is ours: with ``compile=True`` the same rule runs through torch's
compiler. ``capturable`` must be off: a step reads its count, so a graph recorded on a GPU would
repeat one step for ever, and on the CPU nothing is recorded. While a graph is being recorded, the
classes that count refuse to step, as torch's do without ``capturable``.

With ``differentiable=True`` autograd sees the step, and it is not compiled: parameters, gradients,
averages and all hyper-parameters that are tensors of one element may require gradients. As in
torch, a parameter that requires one must not be a leaf. Other than in torch, gradients also flow
through the first gradient that fills a momentum buffer, and through several steps of AMSGrad.

Everything is checked before anything is updated: arguments, gradients, and the state, when it is
loaded and before each step. On bad input the errors are ``TypeError`` or ``ValueError``; where it
is torch that can not do something, such as take a sparse gradient, it is a ``RuntimeError``.
"""

import itertools
import operator

import torch

from optimizers import compiled, eager, places, rules, state, validation

_HINTS = ("foreach", "fused")
_NOT_IN_RULES = (*_HINTS, "capturable", "differentiable")


class _Optimizer(torch.optim.Optimizer):
    """What the four share: every check first, then one loop over the groups."""

    # What a state_dict may lack, because it was written before torch had the option.
    _added_later = {"maximize": False}
    compile = False
    _counts = True  # torch's classes keep a step count, even where the rule needs none
    # Averages that begin where an option is switched on, and those that torch lets be lost.
    _may_begin_late = _may_be_lost = ()
    _rounds = False  # whether parameters in bfloat16 are rounded by chance

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
        for name in _HINTS:
            validation.hint(name, group.get(name))
        for name in _NOT_IN_RULES[2:]:
            validation.flag(name, group.get(name, False))
        if group.get("capturable"):
            raise ValueError(
                f"capturable must be off, since {type(self).__name__} does not support it here, "
                "got True: a step reads its count as a number, so a recorded graph would repeat "
                "one step for ever; and on the CPU, where torch refuses too, nothing is recorded"
            )
        for one, other in [("fused", "foreach"), ("fused", "differentiable")]:
            if group.get(one) and group.get(other):
                raise RuntimeError(f"{one} and {other} must not both be True, as in torch")
        return validation.hyperparameters({k: _plain(k, group[k]) for k in group}, names)

    def _hyper(self, number, group):
        """Return what :meth:`_check` returns, and the very same dict as long as nothing changes."""
        values = [group.get(name) for name in (*self.defaults, *_NOT_IN_RULES)]
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

    def __setstate__(self, saved):
        # torch ends load_state_dict and unpickling here, with nothing changed yet.
        defaults = saved.get("defaults", self.__dict__.get("defaults"))
        begun = {}
        for number, group in enumerate(saved["param_groups"]):
            for name, value in self._added_later.items():
                group.setdefault(name, value)
            hyper = self._check(group, defaults)
            for name in _NOT_IN_RULES:
                if name in defaults:
                    group.setdefault(name, None if name in _HINTS else False)
            for i, param in enumerate(group["params"]):
                entry = saved["state"].get(param)
                if entry:  # a process that keeps another part of the state may have None here
                    where = state.name_of(group, number, i)
                    state.loaded(where, entry, _count)
                    self._check_entry(where, param, entry, hyper, late=())
                    begun[param] = set(entry)
        super().__setstate__(saved)
        # What the last step knew of the tensors it worked on, and which averages have begun.
        self._plans, self._stood, self._begun = {}, {}, begun

    def step(self, closure=None):
        """Update every parameter that has a gradient, in place.

        ``closure``, if given, is called once, with gradients enabled. It computes the loss anew,
        and its result is returned.
        """
        self._refuse_to_be_recorded()
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        with torch.no_grad():
            work = []
            for number, group in enumerate(self.param_groups):
                hyper = self._hyper(number, group)
                pairs = [(param, param.grad) for param in group["params"]]
                params = [param for param, grad in pairs if grad is not None]
                grads = [grad for _, grad in pairs if grad is not None]
                self._check_gradients(grads)
                work.append((params, grads, hyper))
            # Kernels are compiled here, if any. After that nothing is expected to fail.
            updates = [self._prepare(i, *each) for i, each in enumerate(work)]
            for update in updates:
                update()
        return loss

    def _prepare(self, number, params, grads, hyper):
        """Check what a step works on. Return a function that updates ``params`` of a group."""
        if self.param_groups[number].get("differentiable"):
            return self._differentiable(number, params, grads, hyper)
        if self.compile:
            return compiled.prepare(self, number, params, grads, hyper)
        keys, stood = self._keys(hyper), self.__dict__.setdefault("_stood", {})
        noted = stood.pop(number, None)
        if noted and noted.stands(keys, params, grads, self.state):
            self._check_counts(number, params)
        else:
            noted = None
            self._check_tensors(number, params, grads, hyper)

        def update():
            entries = [self._entry(*each, keys) for each in zip(params, grads, strict=True)]
            known = noted
            if not known:
                tensors = [each for _, each in entries]
                known = places.Noted(keys, params, grads, self.state, tensors)
                self._note_begun(params)
            put = self._storing(number, entries)
            eager.update(torch, self._rule, entries, hyper, apart=known.apart, put=put)
            stood[number] = known

        return update

    def _differentiable(self, number, params, grads, hyper):
        """Return a function that makes a step of a group as it is written, for autograd to see."""
        self._check_tensors(number, params, grads, hyper)
        with torch.set_grad_enabled(self.defaults["differentiable"]):
            given = {name: _alive(self.param_groups[number][name], hyper[name]) for name in hyper}
            if torch.is_grad_enabled() and any(p.is_leaf and p.requires_grad for p in params):
                raise RuntimeError(
                    "differentiable=True needs parameters that are no leaves, or do not require "
                    "gradients: a leaf that requires one can not be changed in place. Take a clone"
                )

        def update():
            with torch.set_grad_enabled(self.defaults["differentiable"]):
                for param, grad in zip(params, grads, strict=True):
                    t, tensors = self._entry(param, grad, self._keys(hyper))
                    eager.advance_purely(self._rule, *tensors, t=t, **given)

        return update

    def _refuse_to_be_recorded(self):
        if not self._counts:  # SGD reads no count, and torch's does not refuse
            return
        if hasattr(self, "_accelerator_graph_capture_health_check"):
            self._accelerator_graph_capture_health_check()
        try:
            recorded = torch.cuda.is_current_stream_capturing()
        except RuntimeError:  # a torch without CUDA, or a machine without its driver
            return
        if recorded:
            raise RuntimeError(
                "Attempting CUDA graph capture of step() for an instance of "
                f"{type(self).__name__} but param_groups' capturable is False."
            )

    def _check_gradients(self, grads):
        layouts = {grad.layout for grad in grads} - {torch.strided}
        if layouts:
            raise RuntimeError(
                f"{type(self).__name__} does not support sparse gradients: they must be "
                f"dense, got layout {layouts.pop()}"
            )

    def _check_tensors(self, number, params, grads, hyper):
        """Check what a step of a group works on, where something is not as after the last one."""
        group, begun = self.param_groups[number], self.__dict__.setdefault("_begun", {})
        numbers = {param: i for i, param in enumerate(group["params"])}
        for param, grad in zip(params, grads, strict=True):
            where = state.name_of(group, number, numbers[param])
            state.check_step(where, param, grad)
            entry = self.state.get(param, {})
            if entry:
                late = set(self._may_begin_late) - begun.get(param, set())
                self._check_entry(where, param, entry, hyper, late)

    def _note_begun(self, params):
        """Remember which averages there are: those may not be missing later."""
        begun = self.__dict__.setdefault("_begun", {})
        for param in params:
            if param in self.state:
                begun[param] = {k for k, x in self.state[param].items() if x is not None}

    def _check_entry(self, where, param, entry, hyper, late):
        late = {*late, *self._may_be_lost}
        dtype = self._average_dtype(param)
        state.check(where, param, entry, self._keys(hyper), late, self._counts, dtype)

    def _average_dtype(self, param):
        """The dtype of the averages of a parameter, or None for its own."""

    def _storing(self, number, entries):
        """What puts parameters of a group in place, see :func:`eager.update`; None for nearest."""

    def _rounding_keys(self, number, t, params):
        """Keys for rounding by chance, one for each of ``params``, their numbers in the group."""
        return ()

    def _check_counts(self, number, params):
        """Check the counts alone, which may have been changed in place."""
        if not self._counts:
            return
        counts = [self.state[param]["step"].item() for param in params]
        if any(map(operator.mod, counts, itertools.repeat(1))) or min(counts, default=0) < 0:
            group = self.param_groups[number]
            for i, param in enumerate(group["params"]):
                if param.grad is not None:
                    state.check_count(state.name_of(group, number, i), self.state[param]["step"])

    def _entry(self, param, grad, keys):
        """Return the number of this step, and ``param``, its gradient and its averages."""
        state = self.state[param] if keys or self._counts else {}
        t = 2 if self._counts or all(state.get(key) is not None for key in keys) else 1
        if self._counts:
            if "step" not in state:
                state["step"] = _count(0)
            # A plain number, so that beta**t is not rounded to float32.
            t = state["step"].item() + 1
            state["step"] += 1
        for key in keys:
            if state.get(key) is None:
                like = param if self._counts else grad  # the memory layout that torch takes
                of = self._average_dtype(param)
                state[key] = torch.zeros_like(like, dtype=of, memory_format=torch.preserve_format)
        tensors = [param, grad, *(state[key] for key in keys)]
        # Real and imaginary part are two coordinates, as in torch.
        return t, _pairs(*tensors) if param.is_complex() else tensors


def _pairs(param, grad, *averages):
    """Views of complex tensors as pairs of real and imaginary parts, where there can be views."""
    tensors = [param, grad.resolve_conj().resolve_neg(), *averages]
    if any(x.is_conj() or x.is_neg() for x in tensors):
        return tensors
    return [torch.view_as_real(x) for x in tensors]


def _count(steps):
    # In float32, as in torch: exact up to 16 million steps. On the CPU whatever the default is.
    dtype = torch.promote_types(torch.float32, torch.get_default_dtype())
    return torch.tensor(steps, dtype=dtype, device="cpu")


def _plain(name, value):
    """A number in place of a tensor with one element, which torch takes as well."""
    if name == "betas" and isinstance(value, (tuple, list)):
        return tuple(_plain(f"{name}[{i}]", beta) for i, beta in enumerate(value))
    if name == "params" or not isinstance(value, torch.Tensor):
        return value
    if value.numel() != 1:
        raise ValueError(f"{name} must have one element, got shape {tuple(value.shape)}")
    return value.item()


def _alive(value, number):
    """A hyper-parameter as autograd can see it: a tensor, if it is one. Else its plain number."""
    if isinstance(value, (tuple, list)):
        return tuple(map(_alive, value, number))
    return value.squeeze() if isinstance(value, torch.Tensor) else number


def _pair(betas):
    return betas if isinstance(betas, (tuple, list)) else ()


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
    _may_be_lost = ("momentum_buffer",)  # the next gradient then fills it anew

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
    _may_begin_late = ("grad_avg", "momentum_buffer")

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
    _may_begin_late = ("max_exp_avg_sq",)

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

    def _check(self, group, names):
        given = [group.get("lr"), *_pair(group.get("betas"))]
        if group.get("foreach") and any(isinstance(x, torch.Tensor) for x in given):
            raise ValueError("foreach=True needs lr and betas that are no tensors, as in torch")
        return super()._check(group, names)

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

    def __setstate__(self, saved):
        # As in torch: what AdamW loads, AdamW trains.
        for group in saved["param_groups"]:
            group["decoupled_weight_decay"] = True
        super().__setstate__(saved)
