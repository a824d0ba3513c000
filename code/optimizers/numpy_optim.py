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

import numpy as np

from optimizers import rules, validation
from optimizers.blocks import blocks

SIZE = 1 << 15  # elements of a block: 128 kB in float32, several of which fit in a core's cache


class _ListOptimizer:
    """What the four share: every check first, then one loop over the parameters."""

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
        grads = validation.gradients(grads, self.params)
        hyper = validation.hyperparameters(vars(self), self._names)
        self._check_state()
        for i, (param, g) in enumerate(zip(self.params, grads, strict=True)):
            if g is not None:
                self._begin(i)
                for part in blocks(param.shape, SIZE):
                    theta = param[part]
                    # In place: `theta = theta - ...` would bind a new array and train nothing.
                    theta -= self._update(i, part, theta, g[part], **hyper)

    def _check_state(self):
        """Check the state that a user may have set, as after loading a checkpoint."""

    def _begin(self, i):
        """Prepare a step of parameter ``i``, before its blocks are updated one by one."""

    def _update(self, i, part, theta, g, **hyper):
        """Bring the state of a block of parameter ``i`` up to date and return its step.

        ``part`` is the block's index in arrays of the parameter's shape.
        """
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

    def _begin(self, i):
        self._first = self.buf[i] is None
        if self._first and self.momentum:
            self.buf[i] = np.empty_like(self.params[i])

    def _update(
        self, i, part, theta, g, *, lr, momentum, dampening, weight_decay, nesterov
    ):  # fmt: skip
        if weight_decay:
            g = rules.l2_gradient(g, theta, weight_decay=weight_decay)
        if not momentum:
            return rules.sgd(g, lr=lr)
        buf = None if self._first else self.buf[i][part]
        self.buf[i][part], step = rules.momentum(
            g, buf, lr=lr, beta=momentum, dampening=dampening, nesterov=nesterov
        )
        return step


class RMSprop(_ListOptimizer):
    """RMSProp: each coordinate's step is divided by the root mean square of its gradients.

    ``params`` is a list of float arrays of any shape. Domains: ``lr >= 0``, ``alpha`` in
    ``[0, 1)``, ``eps >= 0``, ``weight_decay >= 0`` (an L2 penalty). State: ``v``, one array for
    each parameter.

    Source: :func:`optimizers.rules.rmsprop`.
    """

    def __init__(self, params, lr=1e-2, alpha=0.99, eps=1e-8, weight_decay=0):
        super().__init__(params, lr=lr, alpha=alpha, eps=eps, weight_decay=weight_decay)
        self.v = self._zeros()

    def _update(self, i, part, theta, g, *, lr, alpha, eps, weight_decay):
        if weight_decay:
            g = rules.l2_gradient(g, theta, weight_decay=weight_decay)
        v = self.v[i][part]
        self.v[i][part], step = rules.rmsprop(g, v, lr=lr, beta=alpha, eps=eps)
        return step


class Adam(_ListOptimizer):
    """Adam: momentum as an average, RMSProp's scale, and both averages corrected.

    ``params`` is a list of float arrays of any shape. Domains: ``lr >= 0``, both ``betas`` in
    ``[0, 1)``, ``eps >= 0``, ``weight_decay >= 0`` (an L2 penalty: it enters the gradient and so
    both moments). State: ``m`` and ``v``, one array for each parameter, and ``t``, the number of
    steps that each parameter has made.

    Source: Kingma & Ba (2015), Algorithm 1; :func:`optimizers.rules.adam`.
    """

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0):
        super().__init__(params, lr=lr, betas=betas, eps=eps, weight_decay=weight_decay)
        self.m = self._zeros()
        self.v = self._zeros()
        self.t = [0 for _ in self.params]

    def _begin(self, i):
        self.t[i] += 1

    def _check_state(self):
        for i, t in enumerate(self.t):
            validation.count(f"t[{i}]", t, low=0)

    def _update(self, i, part, theta, g, *, lr, betas, eps, weight_decay):
        if weight_decay:
            g = rules.l2_gradient(g, theta, weight_decay=weight_decay)
        m, v = self.m[i][part], self.v[i][part]
        self.m[i][part], self.v[i][part], step = rules.adam(
            g, m, v, self.t[i], lr=lr, beta1=betas[0], beta2=betas[1], eps=eps
        )
        return step


class AdamW(Adam):
    """AdamW: Adam whose weight decay shrinks the parameter and never enters the moments.

    Arguments, domains and state are those of :class:`Adam`.

    Source: Loshchilov & Hutter (2019), Algorithm 2; :func:`optimizers.rules.adamw`.
    """

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, lr=lr, betas=betas, eps=eps, weight_decay=weight_decay)

    def _update(self, i, part, theta, g, *, lr, betas, eps, weight_decay):
        m, v = self.m[i][part], self.v[i][part]
        self.m[i][part], self.v[i][part], step = rules.adamw(
            g,
            theta,
            m,
            v,
            self.t[i],
            lr=lr,
            beta1=betas[0],
            beta2=betas[1],
            eps=eps,
            weight_decay=weight_decay,
        )
        return step
