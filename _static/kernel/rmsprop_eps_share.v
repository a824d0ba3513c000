(* rmsprop-eps-share *)
From Book Require Import Book.

Theorem rmsprop_eps_share :
  forall (eta : R) (g : R) (v : R) (eps : R),
  0 < eta ->
  0 < v ->
  0 < eps ->
  0 <= v /\
  eps + sqrt v <> 0 /\
  0 < v /\
  g * eta / (eps + sqrt v) = g * eta * (1 - eps / (eps + sqrt v)) / sqrt v.
Proof.
  parts ltac:(equation).
Qed.

Print Assumptions rmsprop_eps_share.
