(* rmsprop-hinton-nine *)
From Book Require Import Book.

(* One run of the code, on symbols: from the state before step k to the state after it. *)
Definition rmsprop_hinton_nine_step (beta : R) (v_0 : R) (k : nat) (v : R) : R :=
  1 / 100 + beta * v - beta / 100.

(* The state after so many runs. *)
Fixpoint rmsprop_hinton_nine_state (beta : R) (v_0 : R) (runs : nat) : R :=
  match runs with
  | O => v_0
  | S j => rmsprop_hinton_nine_step beta v_0 (S j) (rmsprop_hinton_nine_state beta v_0 j)
  end.

Definition rmsprop_hinton_nine_value (beta : R) (v_0 : R) (n : nat) : R := rmsprop_hinton_nine_state beta v_0 n.

Theorem rmsprop_hinton_nine :
  forall (beta : R) (v_0 : R) (n : nat),
  0 < beta < 1 ->
  0 <= v_0 ->
  rmsprop_hinton_nine_value beta v_0 n = 1 / 100 + beta ^ n * (v_0 - 1 / 100).
Proof.
  intros.
  assert (closed : forall j : nat, rmsprop_hinton_nine_state beta v_0 j = 1 / 100 + beta ^ j * (v_0 - 1 / 100)).
  { induction j as [|j IH].
    - state_starts rmsprop_hinton_nine_state rmsprop_hinton_nine_step.
    - idtac.
      change (rmsprop_hinton_nine_state beta v_0 (S j)) with (rmsprop_hinton_nine_step beta v_0 (S j) (rmsprop_hinton_nine_state beta v_0 j)).
      rewrite IH; unfold rmsprop_hinton_nine_step; cbv beta iota.
      state_steps ltac:(sums_named; equation). }
  repeat match goal with |- _ /\ _ => split end;
    first [ solve [intros j Hj; run_is_fine closed rmsprop_hinton_nine_fine rmsprop_hinton_nine_state rmsprop_hinton_nine_step 0%nat] | solve [facts; positive] | match goal with |- _ = _ => idtac end | say; fail 1 ].
  all: unfold rmsprop_hinton_nine_value.
  all: rewrite closed; first [reflexivity | powers; reflexivity | equation].
Qed.

Print Assumptions rmsprop_hinton_nine.
