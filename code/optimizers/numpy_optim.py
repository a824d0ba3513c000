"""The optimizers in the list style: parameters and state are lists of NumPy arrays.

>>> import numpy as np
>>> from optimizers.numpy_optim import SGD
>>> theta = np.array([1.0, -2.0])
>>> optimizer = SGD([theta], lr=0.5)
>>> optimizer.step([2 * theta])  # the gradient of sum(theta**2)
>>> theta
array([0., 0.])

Names and defaults are those of ``torch.optim``. Hyper-parameters are attributes and may be changed
between steps (``optimizer.lr = 0.01``). A gradient that is ``None`` skips its parameter, whose
state stays as it is.

All four raise ``TypeError`` or ``ValueError`` on bad input, before anything is updated.
"""

import itertools
import operator

import numpy as np

from optimizers import eager, rules, validation

LARGE = 1 << 16  # elements of a block: 256 kB in float32, several of which fit in a core's cache


class _ListOptimizer:
    """What the four share: every check first, then one loop over the parameters."""

    _averages = ()  # names of the lists that the rule keeps
    _known = (), ()  # the arrays after the last step and their shapes, which were checked

    def __init__(self, params, **hyper):
        self.params = validation.parameters(params)
        validation.hyperparameters(hyper, hyper)
        self._names = tuple(hyper)
        for name, value in hyper.items():
            setattr(self, name, value)

    def step(self, grads):
        """Update every parameter in place.

        ``grads`` is a list: for each parameter an array of its shape, or ``None``.
        """
        stands = self._check_state()
        grads = validation.gradients(grads, self.params)
        hyper = validation.hyperparameters(vars(self), self._names)
        entries = [self._entry(i, g) for i, g in enumerate(grads) if g is not None]
        eager.update(np, self._rule, entries, hyper, LARGE)
        if not stands:
            arrays = self._arrays()
            self._known = arrays, [x is None or x.shape for x in arrays]

    def _check_state(self):
        """Check parameters and state, which a user may have set, as after loading a checkpoint.

        Returns whether all arrays are those of the last step.
        """
        arrays, (known, shapes) = self._arrays(), self._known
        if (
            len(arrays) == len(known)
            and all(map(operator.is_, arrays, known))
            and [x is None or x.shape for x in arrays] == shapes
            and all([x.flags.writeable for x in self.params])
        ):
            return True
        state = {name: getattr(self, name) for name in self._averages}
        validation.step_state(self.params, state)
        validation.parameters(self.params)
        validation.apart(self.params, state)
        return False

    def _arrays(self):
        return [*self.params, *itertools.chain(*(getattr(self, name) for name in self._averages))]

    def _entry(self, i, g):
        """Return the number of this step of parameter ``i``, and it, its gradient, its averages."""
        raise NotImplementedError

    def _rule(self, theta, g, *averages, t, **hyper):
        """Return the new averages and, last, the step. Pure, as the rules are."""
        raise NotImplementedError

    def _zeros(self):
        return [np.zeros_like(param) for param in self.params]


class SGD(_ListOptimizer):
    """Stochastic gradient descent, with momentum if ``momentum > 0``.

    ``params`` is a list of float arrays of any shape. Domains: ``lr >= 0``, ``momentum >= 0``,
    ``dampening`` finite, ``weight_decay >= 0`` (an L2 penalty); ``nesterov=True`` needs
    ``momentum > 0`` and ``dampening = 0``. State: ``buf``, one array for each parameter, or
    ``None`` before its first step.

    Source: :func:`optimizers.rules.sgd`, :func:`optimizers.rules.momentum`.
    """

    _averages = ("buf",)

    def __init__(self, params, lr=1e-3, momentum=0, dampening=0, weight_decay=0, nesterov=False):
        super().__init__(
            params,
            lr=lr,
            momentum=momentum,
            dampening=dampening,
            weight_decay=weight_decay,
            nesterov=nesterov,
        )
        self.buf = [None for _ in self.params]

    def _entry(self, i, g):
        if not self.momentum:
            return 1, [self.params[i], g]
        t = 1 if self.buf[i] is None else 2
        if t == 1:
            self.buf[i] = np.zeros_like(self.params[i])
        return t, [self.params[i], g, self.buf[i]]

    def _rule(
        self, theta, g, buf=None, *, t, lr, momentum, dampening, weight_decay, nesterov
    ):  # fmt: skip
        if weight_decay:
            g = rules.l2_gradient(g, theta, weight_decay=weight_decay)
        if not momentum:
            return (rules.sgd(g, lr=lr),)
        # The first gradient fills the buffer.
        buf = None if t == 1 else buf
        return rules.momentum(g, buf, lr=lr, beta=momentum, dampening=dampening, nesterov=nesterov)


class RMSprop(_ListOptimizer):
    """RMSProp: each coordinate's step is divided by the root mean square of its gradients.

    ``params`` is a list of float arrays of any shape. Domains: ``lr >= 0``, ``alpha`` in
    ``[0, 1)``, ``eps >= 0``, ``weight_decay >= 0`` (an L2 penalty). State: ``v``, one array for
    each parameter.

    Source: :func:`optimizers.rules.rmsprop`.
    """

    _averages = ("v",)

    def __init__(self, params, lr=1e-2, alpha=0.99, eps=1e-8, weight_decay=0):
        super().__init__(params, lr=lr, alpha=alpha, eps=eps, weight_decay=weight_decay)
        self.v = self._zeros()

    def _entry(self, i, g):
        return 1, [self.params[i], g, self.v[i]]

    def _rule(self, theta, g, v, *, t, lr, alpha, eps, weight_decay):
        if weight_decay:
            g = rules.l2_gradient(g, theta, weight_decay=weight_decay)
        return rules.rmsprop(g, v, lr=lr, beta=alpha, eps=eps)


class Adam(_ListOptimizer):
    """Adam: momentum as an average, RMSProp's scale, and both averages corrected.

    ``params`` is a list of float arrays of any shape. Domains: ``lr >= 0``, both ``betas`` in
    ``[0, 1)``, ``eps >= 0``, ``weight_decay >= 0`` (an L2 penalty: it enters the gradient and so
    both moments). State: ``m`` and ``v``, one array for each parameter, and ``t``, the number of
    steps that each parameter has made.

    Source: Kingma & Ba (2015), Algorithm 1; :func:`optimizers.rules.adam`.
    """

    _averages = ("m", "v")

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0):
        super().__init__(params, lr=lr, betas=betas, eps=eps, weight_decay=weight_decay)
        self.m = self._zeros()
        self.v = self._zeros()
        self.t = [0 for _ in self.params]

    def _check_state(self):
        if not isinstance(self.t, list) or len(self.t) != len(self.params):
            raise ValueError(
                f"t must be a list with a count for each of {len(self.params)} parameters, "
                f"got {self.t!r}"
            )
        for i, t in enumerate(self.t):
            validation.count(f"t[{i}]", t, low=0)
        return super()._check_state()

    def _entry(self, i, g):
        self.t[i] += 1
        return self.t[i], [self.params[i], g, self.m[i], self.v[i]]

    def _rule(self, theta, g, m, v, *, t, lr, betas, eps, weight_decay):
        if weight_decay:
            g = rules.l2_gradient(g, theta, weight_decay=weight_decay)
        return rules.adam(g, m, v, t, lr=lr, beta1=betas[0], beta2=betas[1], eps=eps)


class AdamW(Adam):
    """AdamW: Adam whose weight decay shrinks the parameter and never enters the moments.

    Arguments, domains and state are those of :class:`Adam`.

    Source: Loshchilov & Hutter (2019), Algorithm 2; :func:`optimizers.rules.adamw`.
    """

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, lr=lr, betas=betas, eps=eps, weight_decay=weight_decay)

    def _rule(self, theta, g, m, v, *, t, lr, betas, eps, weight_decay):
        hyper = {"lr": lr, "beta1": betas[0], "beta2": betas[1], "eps": eps}
        return rules.adamw(g, theta, m, v, t, **hyper, weight_decay=weight_decay)
