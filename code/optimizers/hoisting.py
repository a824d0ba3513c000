"""Take out of a function what does not depend on its elements, so that it is computed once.

A rule computes some numbers from hyper-parameters alone, as ``1 - beta**t``. A compiler that fuses
the rule's operations into one loop would compute them again for each element.
"""

import operator

import torch
from torch.fx.experimental.proxy_tensor import make_fx

_aten = torch.ops.aten
DIVIDE, MULTIPLY = _aten.div.Tensor, _aten.mul.Tensor
# What torch's operations on single numbers do to Python's, which take a tenth of the time.
ON_NUMBERS = {
    _aten.select.int: lambda graph, values, axis, i: graph.call_function(
        operator.getitem, (values, i)
    ),
    _aten.rsub.Scalar: lambda graph, x, y: graph.call_function(operator.sub, (y, x)),
    _aten.mul.Tensor: lambda graph, *args: graph.call_function(operator.mul, args),
    _aten.pow.Tensor_Tensor: lambda graph, *args: graph.call_function(operator.pow, args),
}


def split(function, values, *tensors):
    """Split ``function(values, *tensors)``, given with an example of its arguments, in two.

    ``values`` is a tensor with one dimension, the others have more. Returns ``once`` and ``each``:
    ``each(*once(values), *tensors)`` does what ``function(values, *tensors)`` does, where ``once``
    takes and returns plain numbers, and ``each`` takes them as tensors without a dimension. To
    divide by a number, ``each`` multiplies by its inverse, which is faster.
    """
    each = make_fx(function)(values, *tensors).graph
    nodes = list(each.nodes)
    once, results, outputs = torch.fx.Graph(), {}, []
    moved = {nodes[0]: once.placeholder("values")}
    for node in nodes[1:]:
        if _dimensions(node) == 0:
            args = [moved.get(x, x) if isinstance(x, torch.fx.Node) else x for x in node.args]
            moved[node] = ON_NUMBERS[node.target](once, *args)

    def handed_over(number, inverse):
        """The input of ``each`` that stands for a number."""
        if (number, inverse) not in results:
            result = moved[number]
            outputs.append(once.call_function(operator.truediv, (1, result)) if inverse else result)
            with each.inserting_before(nodes[1]):
                results[number, inverse] = each.placeholder(f"number_{len(outputs)}")
        return results[number, inverse]

    for node in nodes:
        if node in moved or not any(x in moved for x in node.all_input_nodes):
            continue
        inverse = node.target is DIVIDE and node.args[1] in moved
        node.args = tuple(
            handed_over(x, inverse) if isinstance(x, torch.fx.Node) and x in moved else x
            for x in node.args
        )
        if inverse:
            node.target = MULTIPLY
    for node in reversed(nodes):
        if node in moved:
            each.erase_node(node)
    once.output(tuple(outputs))
    return torch.fx.GraphModule({}, once).forward, torch.fx.GraphModule({}, each).forward


def _dimensions(node):
    value = node.meta.get("val")
    return value.dim() if isinstance(value, torch.Tensor) else None
