"""Every update rule of the book, once, from the simplest to AdamW.

A rule is a pure function. It takes the gradient ``g`` and the optimizer's state, and returns the
new state and, last, the ``step``. The caller then does ``theta = theta - step``.

``g``, ``theta`` and the state are numbers of one kind: SymPy expressions, NumPy arrays, torch
tensors or plain floats. They all have one shape, and so has every value returned. A rule changes
nothing in place. Hyper-parameters are scalars. Their domains, where the theory holds:
``lr > 0``, ``0 <= beta < 1``, ``eps >= 0``, ``weight_decay >= 0``, and ``t`` counts steps from 1.
Of these, a rule checks only ``t``, where it is a number. The optimizers check all.
"""

from optimizers.kinds import counted, maximum, sign, sqrt


def sgd(g, *, lr):
    """Gradient descent: ``step = lr * g``.

    Source: Cauchy (1847) for the gradient of the whole loss; Robbins & Monro (1951) for a noisy
    one, as that of a mini-batch, which makes it stochastic gradient descent.
    """
    return lr * g


def ema(average, value, beta):
    """Exponential moving average: keep the share ``beta`` of the old average, take the rest new.

    Returns the new average. Start it from 0 and correct it with :func:`debias`.
    """
    return beta * average + (1 - beta) * value


def debias(average, beta, t):
    """Divide an average that started from 0 by ``1 - beta**t``, the total weight of its inputs.

    Domain: ``t >= 1``, the number of values averaged; a smaller number raises ValueError.
    Source: Kingma & Ba (2015), section 3.
    """
    return average / (1 - beta ** counted(t))


def momentum(g, buf, *, lr, beta, dampening=0, nesterov=False):
    """Gradient descent with a momentum buffer, in the form of ``torch.optim.SGD``.

    ``buf=None`` says that there is no buffer yet. The first gradient then fills it, undampened.
    ``dampening=0`` is the heavy ball, ``dampening=beta`` an :func:`ema` of the gradients.
    ``nesterov=True`` steps along ``g + beta * buf``, the buffer as one more step with this gradient
    would leave it if there is no dampening; ``g`` itself is taken where ``theta`` is. Returns
    ``buf, step``.

    Source: Polyak (1964); Sutskever et al. (2013) for Nesterov's form. In both the learning rate
    multiplies the gradient inside the buffer; here, as in torch, it multiplies the buffer.
    """
    buf = g if buf is None else beta * buf + (1 - dampening) * g
    direction = g + beta * buf if nesterov else buf
    return buf, lr * direction


def sign_sgd(g, *, lr):
    """Move every coordinate by ``lr`` against the sign of its gradient.

    Source: Bernstein et al. (2018), signSGD. (Rprop, of Riedmiller & Braun (1993), also looks at
    the sign alone, but adapts the length of each coordinate's step.)
    """
    return lr * sign(g)


def normalized(direction, v, eps):
    """Divide a direction by the root of the second moment ``v``; ``eps`` keeps it finite at 0.

    ``eps`` stands outside the root, as in Kingma & Ba (2015), Algorithm 1, and in torch.
    """
    return direction / (sqrt(v) + eps)


def rmsprop(g, v, *, lr, beta, eps):
    """RMSProp: divide the gradient by the root of a moving average of its square.

    Returns ``v, step``. torch calls ``beta`` alpha.

    Source: Tieleman & Hinton (2012), Neural Networks for Machine Learning, lecture 6e.
    """
    v = ema(v, g * g, beta)
    return v, lr * normalized(g, v, eps)


def centered_rmsprop(g, mean, v, *, lr, beta, eps):
    """RMSProp that divides by the standard deviation: the squared average gradient is taken off.

    Returns ``mean, v, step``. ``mean`` averages the gradients, ``v`` their squares, both from 0. So
    ``v - mean**2`` is never negative, but rounding may make it so where all gradients are equal;
    the step is then NaN, as torch's is.

    Source: Graves (2013), Generating Sequences With Recurrent Neural Networks, arXiv:1308.0850,
    equations 38 to 40, where ``eps`` stands inside the root. Here it stands
    outside, as in torch.
    """
    mean = ema(mean, g, beta)
    v = ema(v, g * g, beta)
    return mean, v, lr * normalized(g, v - mean * mean, eps)


def adam(g, m, v, t, *, lr, beta1, beta2, eps):
    """Adam: momentum as an average, RMSProp's scale, and both averages corrected.

    Returns ``m, v, step``. Source: Kingma & Ba (2015), Algorithm 1.
    """
    m = ema(m, g, beta1)
    v = ema(v, g * g, beta2)
    return m, v, lr * normalized(debias(m, beta1, t), debias(v, beta2, t), eps)


def amsgrad(g, m, v, largest, t, *, lr, beta1, beta2, eps):
    """AMSGrad: Adam that divides by the root of the ``largest`` second moment it has had so far.

    Returns ``m, v, largest, step``. ``largest`` starts from 0.

    Source: Reddi, Kale & Kumar (2018), Algorithm 2. There neither average is corrected and there
    is no ``eps``. Here both are corrected, as in torch: the maximum is taken before correction.
    """
    m = ema(m, g, beta1)
    v = ema(v, g * g, beta2)
    largest = maximum(largest, v)
    step = lr * normalized(debias(m, beta1, t), debias(largest, beta2, t), eps)
    return m, v, largest, step


def weight_decay_step(theta, *, lr, weight_decay):
    """Decoupled weight decay: shrink ``theta`` by the share ``lr * weight_decay``.

    Source: Loshchilov & Hutter (2019), Decoupled Weight Decay Regularization, Algorithm 2, where
    the learning rate is split in two factors; the product used here is torch's.
    """
    return lr * weight_decay * theta


def adamw(g, theta, m, v, t, *, lr, beta1, beta2, eps, weight_decay):
    """AdamW: Adam's step from the bare gradient, plus a decay that no moment ever sees.

    Returns ``m, v, step``. Source: Loshchilov & Hutter (2019), Algorithm 2.
    """
    m, v, step = adam(g, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    return m, v, step + weight_decay_step(theta, lr=lr, weight_decay=weight_decay)


def l2_gradient(g, theta, *, weight_decay):
    """Gradient of ``loss + weight_decay / 2 * sum(theta**2)``: the penalty enters the gradient."""
    return g + weight_decay * theta
