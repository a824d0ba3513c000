"""The inner part of torch's compiler, without what ``torch.compile`` puts around its kernels.

That would take as long again in each call of a small kernel. All that a kernel misses by it is a
check of its arguments, and that autograd is told of what has changed in place.
"""

import torch
from torch._dynamo.utils import get_metrics_context
from torch._guards import TracingContext, detect_fake_mode, tracing
from torch._inductor import compile_fx, config, decomposition
from torch.fx.experimental.proxy_tensor import make_fx


def graph(function, inputs):
    """The operations of a function on tensors of any length, in the compiler's own terms.

    The lengths must be among the ``inputs``, as numbers: torch 2.14 does not read them off.
    """
    # What is changed in place is computed anew, and copied to its place in the end.
    pure = torch.func.functionalize(function, remove="mutations")
    terms = decomposition.select_decomp_table()
    return make_fx(pure, decomposition_table=terms, tracing_mode="symbolic")(*inputs)


def kernel(function, inputs, options):
    """Compile a function, given an example of its inputs. It then takes them as a list."""
    traced = graph(function, inputs)
    inputs = [node.meta["val"] for node in traced.graph.nodes if node.op == "placeholder"]
    options = {
        "size_asserts": False,
        # What the compiler finds in its cache on disk may have been made for other lengths, and so
        # for another number of threads. (The machine code has a cache of its own.)
        "fx_graph_cache": False,
        **options,
    }
    context = tracing(TracingContext(detect_fake_mode(inputs)))
    # torch 2.7 counts what it compiles, and fails where it can not.
    with config.patch(options), context, get_metrics_context():
        return compile_fx.compile_fx_inner(traced, inputs)
