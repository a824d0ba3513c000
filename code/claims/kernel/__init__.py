"""The proofs of the book, checked again by the kernel of Rocq (Coq)."""
