(* rmsprop-constant-average *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition rmsprop_constant_average_step (beta : R) (g : R) (k : nat) (v : R) : R :=
  beta * v + g ^ 2 * (1 - beta).

(* The state after so many runs. *)
Fixpoint rmsprop_constant_average_state (beta : R) (g : R) (runs : nat) : R :=
  match runs with
  | O => 0
  | S j => rmsprop_constant_average_step beta g (S j) (rmsprop_constant_average_state beta g j)
  end.

Definition rmsprop_constant_average_value (beta : R) (g : R) (n : nat) : R := rmsprop_constant_average_state beta g n.

Theorem rmsprop_constant_average :
  forall (beta : R) (g : R) (n : nat),
  0 < beta < 1 ->
  rmsprop_constant_average_value beta g n = g ^ 2 * (1 - beta ^ n).
Proof.
  intros.
  assert (closed : forall j : nat, rmsprop_constant_average_state beta g j = g ^ 2 * (1 - beta ^ j)).
  { induction j as [|j IH].
    - state_starts rmsprop_constant_average_state rmsprop_constant_average_step.
    - idtac.
      change (rmsprop_constant_average_state beta g (S j)) with (rmsprop_constant_average_step beta g (S j) (rmsprop_constant_average_state beta g j)).
      rewrite IH; unfold rmsprop_constant_average_step; cbv beta iota.
      state_steps ltac:(sums_named; equation). }
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed rmsprop_constant_average_fine rmsprop_constant_average_state rmsprop_constant_average_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold rmsprop_constant_average_value.
  all: rewrite closed; first [reflexivity | powers; reflexivity | equation].
Qed.

Print Assumptions rmsprop_constant_average.
