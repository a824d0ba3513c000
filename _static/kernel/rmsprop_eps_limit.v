(* rmsprop-eps-limit *)
From Book Require Import Book.

Theorem rmsprop_eps_limit :
  forall (eta : R) (g : R) (eps : R),
  0 < eta ->
  0 < eps ->
  (at_right 0 (fun v : R => 0 <= v /\ eps + sqrt v <> 0)) /\
  eps <> 0 /\
  filterlim (fun v : R => g * eta / (eps + sqrt v)) (at_right 0) (locally (g * eta / eps)).
Proof.
  approach.
Qed.

Print Assumptions rmsprop_eps_limit.
