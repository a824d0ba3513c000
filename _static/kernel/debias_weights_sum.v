(* debias-weights-sum *)
From Book Require Import Book.

Theorem debias_weights_sum :
  forall (beta : R) (x : R) (t : nat),
  0 < beta < 1 ->
  (1 <= t)%nat ->
  1 - beta ^ t <> 0 /\
  x * (1 - beta) * sum 1 t (fun i : nat => beta ^ (t - i)) / (1 - beta ^ t) = x.
Proof.
  intros; facts.
  assert (closed_0 : forall j : nat, sum 1 j (fun i : nat => beta ^ (j - i)) = (beta ^ j - 1) / (beta - 1)).
  { induction j as [|j IH]; [sum_starts; equation|].
    assert (step : sum 1 (S j) (fun i : nat => beta ^ ((S j) - i)) = beta * sum 1 j (fun i : nat => beta ^ (j - i)) + (1)) by sums_next.
    rewrite step; clear step.
    rewrite IH; counts; facts; equation. }
  parts ltac:(rewrite ?closed_0; equation).
Qed.

Print Assumptions debias_weights_sum.
