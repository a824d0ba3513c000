(* ema-weights-sum *)
From Book Require Import Book.

Theorem ema_weights_sum :
  forall (beta : R) (n : nat),
  0 < beta < 1 ->
  (1 - beta) * sum 1 n (fun i : nat => beta ^ (n - i)) = 1 - beta ^ n.
Proof.
  intros; facts.
  assert (closed_0 : forall j : nat, sum 1 j (fun i : nat => beta ^ (j - i)) = (beta ^ j - 1) / (beta - 1)).
  { induction j as [|j IH]; [sum_starts; equation|].
    assert (step : sum 1 (S j) (fun i : nat => beta ^ ((S j) - i)) = beta * sum 1 j (fun i : nat => beta ^ (j - i)) + (1)) by sums_next.
    rewrite step; clear step.
    rewrite IH; counts; facts; equation. }
  parts ltac:(rewrite ?closed_0; equation).
Qed.

Print Assumptions ema_weights_sum.
