(* ema-age-total *)
From Book Require Import Book.

Theorem ema_age_total :
  forall (beta : R) (n : nat),
  0 < beta < 1 ->
  1 - beta <> 0 /\
  (1 - beta) * sum_below 0 n (fun i : nat => INR i * beta ^ i) = (beta + beta ^ (S n) * (INR n - 1) - INR n * beta ^ n) / (1 - beta).
Proof.
  intros; facts.
  assert (closed_0 : forall j : nat, sum_below 0 j (fun i : nat => INR i * beta ^ i) = (beta + INR j * beta ^ (S j) - beta ^ (S j) - INR j * beta ^ j) / (beta - 1) ^ 2).
  { induction j as [|j IH]; [sum_starts; equation|].
    assert (step : sum_below 0 (S j) (fun i : nat => INR i * beta ^ i) = 1 * sum_below 0 j (fun i : nat => INR i * beta ^ i) + (INR j * beta ^ j)) by sums_next.
    rewrite step; clear step.
    rewrite IH; counts; facts; equation. }
  parts ltac:(rewrite ?closed_0; equation).
Qed.

Print Assumptions ema_age_total.
