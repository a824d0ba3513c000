"""Take out of a function what does not depend on its elements, so that it is computed once.

A rule computes some numbers from hyper-parameters alone, as ``1 - beta**t``. A compiler that fuses
the rule's operations into one loop would compute them again for each element.
"""

import torch
from torch.fx.experimental.proxy_tensor import make_fx

DIVIDE, MULTIPLY = torch.ops.aten.div.Tensor, torch.ops.aten.mul.Tensor


def split(function, values, *tensors):
    """Split ``function(values, *tensors)``, given with an example of its arguments, in two.

    ``values`` is a tensor with one dimension, the others have more. Returns ``once`` and ``each``:
    ``each(*once(values), *tensors)`` does what ``function(values, *tensors)`` does. Numbers are
    computed in the dtype of ``values`` and rounded once, to that of the tensors. To divide by a
    number, ``each`` multiplies by its inverse, which is faster.
    """
    each = make_fx(function)(values, *tensors).graph
    nodes = list(each.nodes)
    once, results, outputs = torch.fx.Graph(), {}, []
    moved = {nodes[0]: once.placeholder("values")}
    for node in nodes[1:]:
        if _dimensions(node) == 0:
            moved[node] = once.node_copy(node, moved.__getitem__)

    def handed_over(number, dtype, inverse):
        """The input of ``each`` that stands for a number."""
        if (number, dtype, inverse) not in results:
            result = moved[number]
            if inverse:
                result = once.call_function(torch.reciprocal, (result,))
            outputs.append(once.call_method("to", (result, dtype)))
            with each.inserting_before(nodes[1]):
                results[number, dtype, inverse] = each.placeholder(f"number_{len(outputs)}")
        return results[number, dtype, inverse]

    for node in nodes:
        if node in moved or not any(x in moved for x in node.all_input_nodes):
            continue
        inverse = node.target is DIVIDE and node.args[1] in moved
        dtype = node.meta["val"].dtype
        node.args = tuple(
            handed_over(x, dtype, inverse) if isinstance(x, torch.fx.Node) and x in moved else x
            for x in node.args
        )
        if inverse:
            node.target = MULTIPLY
    for node in reversed(nodes):
        if node in moved:
            each.erase_node(node)
    once.output(tuple(outputs))
    return torch.fx.GraphModule({}, once), torch.fx.GraphModule({}, each)


def _dimensions(node):
    value = node.meta.get("val")
    return value.dim() if isinstance(value, torch.Tensor) else None
