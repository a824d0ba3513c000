(* adamw-paper-lambda *)
From Book Require Import Book.

Theorem adamw_paper_lambda :
  forall (alpha : R) (lambda : R) (s : R) (theta : R) (u : R),
  0 < alpha ->
  0 <= lambda ->
  0 < s ->
  theta * lambda * s + u * alpha * s = s * (theta * lambda + u * alpha).
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions adamw_paper_lambda.
