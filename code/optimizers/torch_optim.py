"""The optimizers in the PyTorch style: state keyed by parameter, options kept in groups.

Each is a ``torch.optim.Optimizer``. Constructor arguments, defaults and state keys are those of
the class of the same name in ``torch.optim``, and a ``state_dict`` loads in both directions.

Everything is checked before anything is updated. On bad input the errors are ``TypeError`` or
``ValueError``; a sparse gradient is a ``RuntimeError``, as in torch.
"""

import torch

from optimizers import rules, validation


class _Optimizer(torch.optim.Optimizer):
    """What the four share: every check first, then one loop over the groups."""

    # Options of torch's class that change the numbers and are not here. A state_dict or a group
    # that switches one on must not pass silently.
    _unsupported = ("maximize",)

    def __init__(self, params, **defaults):
        self._check(defaults, defaults)
        super().__init__(params, defaults)

    def _check(self, group, names):
        for name in self._unsupported:
            if group.get(name):
                raise ValueError(
                    f"{name} must be off, since {type(self).__name__} does not support it here, "
                    f"got {group[name]!r}"
                )
        return validation.hyperparameters(group, names)

    def add_param_group(self, param_group):
        """Add a group: a dict with ``params`` and its own values for any of the options."""
        if isinstance(param_group, dict):
            self._check({**self.defaults, **param_group}, self.defaults)
        super().add_param_group(param_group)

    def __setstate__(self, state):
        # torch ends load_state_dict and unpickling here, with nothing changed yet.
        defaults = state.get("defaults", self.__dict__.get("defaults"))
        for group in state["param_groups"]:
            self._check(group, defaults)
        for param_state in state["state"].values():
            if isinstance(param_state, dict) and "step" in param_state:
                validation.count("step", float(param_state["step"]), low=0)
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
            checked = [self._check(group, self.defaults) for group in self.param_groups]
            for group in self.param_groups:
                self._check_gradients(group["params"])
            for group, hyper in zip(self.param_groups, checked, strict=True):
                for param in group["params"]:
                    if param.grad is not None:
                        param.sub_(self._update(param, param.grad, **hyper))
        return loss

    def _check_gradients(self, params):
        for param in params:
            if param.grad is None:
                continue
            if param.grad.layout != torch.strided:
                raise RuntimeError(
                    f"{type(self).__name__} does not support sparse gradients: they must be "
                    f"dense, got layout {param.grad.layout}"
                )
            if param.is_complex():
                raise TypeError(f"params must be real when trained here, got dtype {param.dtype}")

    def _update(self, param, g, **hyper):
        """Bring the state of ``param`` up to date and return its step."""
        raise NotImplementedError

    def _state(self, param, *averages):
        """Return the state of ``param``. Its averages and its step count start from 0."""
        state = self.state[param]
        if not state:
            # On the CPU and in float32, as in torch: exact up to 16 million steps.
            state["step"] = torch.zeros((), dtype=torch.float32)
            for key in averages:
                state[key] = torch.zeros_like(param, memory_format=torch.preserve_format)
        return state


class SGD(_Optimizer):
    """Stochastic gradient descent, with momentum if ``momentum > 0``.

    ``params`` are tensors of any shape, or groups. Domains: ``lr >= 0``, ``momentum >= 0``,
    ``dampening`` finite, ``weight_decay >= 0`` (an L2 penalty); ``nesterov=True`` needs
    ``momentum > 0`` and ``dampening = 0``. State: ``momentum_buffer``.

    Source: :func:`optimizers.rules.sgd`, :func:`optimizers.rules.momentum`.
    """

    def __init__(self, params, lr=1e-3, momentum=0, dampening=0, weight_decay=0, nesterov=False):
        super().__init__(
            params,
            lr=lr,
            momentum=momentum,
            dampening=dampening,
            weight_decay=weight_decay,
            nesterov=nesterov,
        )

    def _update(self, param, g, *, lr, momentum, dampening, weight_decay, nesterov):
        if weight_decay:
            g = rules.l2_gradient(g, param, weight_decay=weight_decay)
        if not momentum:
            return rules.sgd(g, lr=lr)
        old = self.state[param].get("momentum_buffer")
        buf, step = rules.momentum(
            g, old, lr=lr, beta=momentum, dampening=dampening, nesterov=nesterov
        )
        if old is None:
            # A copy: the first buffer is the gradient itself, and zero_grad may overwrite it.
            self.state[param]["momentum_buffer"] = buf.clone()
        else:
            old.copy_(buf)
        return step


class RMSprop(_Optimizer):
    """RMSProp: each coordinate's step is divided by the root mean square of its gradients.

    ``params`` are tensors of any shape, or groups. Domains: ``lr >= 0``, ``alpha`` in ``[0, 1)``,
    ``eps >= 0``, ``weight_decay >= 0`` (an L2 penalty). State: ``square_avg`` and ``step``, which
    the rule does not need but torch's class does.

    Source: :func:`optimizers.rules.rmsprop`.
    """

    _unsupported = ("maximize", "centered", "momentum")

    def __init__(self, params, lr=1e-2, alpha=0.99, eps=1e-8, weight_decay=0):
        super().__init__(params, lr=lr, alpha=alpha, eps=eps, weight_decay=weight_decay)

    def _update(self, param, g, *, lr, alpha, eps, weight_decay):
        if weight_decay:
            g = rules.l2_gradient(g, param, weight_decay=weight_decay)
        state = self._state(param, "square_avg")
        v, step = rules.rmsprop(g, state["square_avg"], lr=lr, beta=alpha, eps=eps)
        state["step"] += 1
        state["square_avg"].copy_(v)
        return step


class Adam(_Optimizer):
    """Adam: momentum as an average, RMSProp's scale, and both averages corrected.

    ``params`` are tensors of any shape, or groups. Domains: ``lr >= 0``, both ``betas`` in
    ``[0, 1)``, ``eps >= 0``, ``weight_decay >= 0`` (an L2 penalty: it enters the gradient and so
    both moments). State: ``exp_avg``, ``exp_avg_sq``, ``step``.

    Source: Kingma & Ba (2015), Algorithm 1; :func:`optimizers.rules.adam`.
    """

    _unsupported = ("maximize", "amsgrad", "decoupled_weight_decay")

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0):
        super().__init__(params, lr=lr, betas=betas, eps=eps, weight_decay=weight_decay)

    def _update(self, param, g, *, lr, betas, eps, weight_decay):
        if weight_decay:
            g = rules.l2_gradient(g, param, weight_decay=weight_decay)
        state = self._state(param, "exp_avg", "exp_avg_sq")
        m, v, step = rules.adam(
            g,
            state["exp_avg"],
            state["exp_avg_sq"],
            # A plain number, so that beta**t is not rounded to float32.
            float(state["step"]) + 1,
            lr=lr,
            beta1=betas[0],
            beta2=betas[1],
            eps=eps,
        )
        state["step"] += 1
        state["exp_avg"].copy_(m)
        state["exp_avg_sq"].copy_(v)
        return step


class AdamW(_Optimizer):
    """AdamW: Adam whose weight decay shrinks the parameter and never enters the moments.

    Arguments, domains and state are those of :class:`Adam`.

    Source: Loshchilov & Hutter (2019), Algorithm 2; :func:`optimizers.rules.adamw`.
    """

    _unsupported = ("maximize", "amsgrad")

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, lr=lr, betas=betas, eps=eps, weight_decay=weight_decay)

    def _update(self, param, g, *, lr, betas, eps, weight_decay):
        state = self._state(param, "exp_avg", "exp_avg_sq")
        m, v, step = rules.adamw(
            g,
            param,
            state["exp_avg"],
            state["exp_avg_sq"],
            float(state["step"]) + 1,
            lr=lr,
            beta1=betas[0],
            beta2=betas[1],
            eps=eps,
            weight_decay=weight_decay,
        )
        state["step"] += 1
        state["exp_avg"].copy_(m)
        state["exp_avg_sq"].copy_(v)
        return step
