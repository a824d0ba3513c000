(* What the theorems of the book share: sums from one number to another, and the tactics that prove.
   Nothing is assumed here. The tactics need no trust: the kernel checks what they build. *)

From Coq Require Export Reals Lra Lia Psatz.
From Coquelicot Require Export Coquelicot.
Global Open Scope R_scope.

(* --- Sums. f low + ... + f high, with Coquelicot's sum. It is 0 where high < low. *)

Definition sum (low high : nat) (f : nat -> R) : R := sum_n_m f low high.

(* f low + ... + f (stop - 1), where stop may be 0. *)
Definition sum_below (low stop : nat) (f : nat -> R) : R :=
  match stop with O => 0 | S high => sum low high f end.

Lemma sum_empty : forall low high f, (high < low)%nat -> sum low high f = 0.
Proof. intros. unfold sum. rewrite sum_n_m_zero by exact H. reflexivity. Qed.

Lemma sum_last : forall low high f,
  (low <= S high)%nat -> sum low (S high) f = sum low high f + f (S high).
Proof. intros. unfold sum. rewrite sum_n_Sm by lia. reflexivity. Qed.

Lemma sum_one : forall low f, sum low low f = f low.
Proof. intros. unfold sum. rewrite sum_n_n. reflexivity. Qed.

Lemma sum_same : forall low high f g,
  (forall i : nat, (low <= i)%nat -> (i <= high)%nat -> f i = g i) -> sum low high f = sum low high g.
Proof. intros. unfold sum. apply sum_n_m_ext_loc. intros k [? ?]. apply H; assumption. Qed.

Lemma sum_scal : forall low high c f, c * sum low high f = sum low high (fun i => c * f i).
Proof. intros. unfold sum. symmetry. exact (sum_n_m_mult_l (K := R_Ring) c f low high). Qed.

Lemma sum_plus : forall low high f g,
  sum low high f + sum low high g = sum low high (fun i => f i + g i).
Proof. intros. unfold sum. symmetry. exact (sum_n_m_plus (f : nat -> R_AbelianGroup) g low high). Qed.

Lemma sum_le : forall low high f g,
  (forall i : nat, (low <= i)%nat -> (i <= high)%nat -> f i <= g i) ->
  sum low high f <= sum low high g.
Proof.
  intros low high f g H.
  destruct (Nat.lt_ge_cases high low) as [L | L].
  - rewrite 2!sum_empty by exact L. apply Rle_refl.
  - replace high with (low + (high - low))%nat in * by lia.
    assert (K : forall d, (d <= high - low)%nat -> sum low (low + d) f <= sum low (low + d) g).
    { induction d; intros.
      - rewrite Nat.add_0_r, !sum_one. apply H; lia.
      - rewrite Nat.add_succ_r, !sum_last by lia.
        apply Rplus_le_compat; [apply IHd; lia | apply H; lia]. }
    apply K; lia.
Qed.

Lemma sum_const : forall low high c,
  (low <= S high)%nat -> sum low high (fun _ => c) = (INR high + 1 - INR low) * c.
Proof.
  intros. unfold sum. rewrite sum_n_m_const, minus_INR, S_INR by lia. reflexivity.
Qed.

Lemma sum_nonneg : forall low high f,
  (forall i : nat, (low <= i)%nat -> (i <= high)%nat -> 0 <= f i) -> 0 <= sum low high f.
Proof.
  intros. replace 0 with (sum low high (fun _ => 0)).
  - apply sum_le. assumption.
  - destruct (Nat.lt_ge_cases (S high) low).
    + apply sum_empty. lia.
    + rewrite sum_const by lia. ring.
Qed.

Lemma sum_positive : forall low high f,
  (low <= high)%nat ->
  (forall i : nat, (low <= i)%nat -> (i <= high)%nat -> 0 < f i) -> 0 < sum low high f.
Proof.
  intros low high f L H. destruct high as [|high].
  - replace low with O by lia. rewrite sum_one. apply H; lia.
  - rewrite sum_last by lia. apply Rplus_le_lt_0_compat; [apply sum_nonneg; intros; apply Rlt_le, H; lia | apply H; lia].
Qed.

Lemma sum_below_last : forall low stop f,
  (low <= stop)%nat -> sum_below low (S stop) f = sum_below low stop f + f stop.
Proof.
  intros. unfold sum_below. destruct stop.
  - replace low with O by lia. rewrite sum_one. ring.
  - apply sum_last. lia.
Qed.

(* --- Powers *)

Lemma power_below_one : forall b n, 0 < b < 1 -> (1 <= n)%nat -> b ^ n < 1.
Proof.
  intros b n H L. destruct n; [lia|]. apply pow_lt_1_compat; [lra | lia].
Qed.

Lemma power_at_most_one : forall b n, 0 < b < 1 -> b ^ n <= 1.
Proof.
  intros b n H. destruct n; [simpl; lra|]. apply Rlt_le, power_below_one; [assumption | lia].
Qed.

Lemma power_twice : forall b n, b ^ (2 * n) = (b ^ n) ^ 2.
Proof. intros. rewrite Nat.mul_comm. apply pow_mult. Qed.

Lemma power_less_one : forall b n, (1 <= n)%nat -> b ^ n = b * b ^ (n - 1).
Proof. intros b n H. destruct n; [lia|]. simpl. rewrite Nat.sub_0_r. reflexivity. Qed.

Lemma power_quotient : forall a b n, b <> 0 -> (a / b) ^ n = a ^ n / b ^ n.
Proof. intros. unfold Rdiv. rewrite Rpow_mult_distr, pow_inv. reflexivity. Qed.

Lemma power_negative : forall a n, (- a) ^ n = (-1) ^ n * a ^ n.
Proof. intros. rewrite <- Rpow_mult_distr. f_equal. ring. Qed.

Lemma square_of_minus_one : forall n, (-1) ^ n * (-1) ^ n = 1.
Proof. intros. rewrite <- Rpow_mult_distr. replace (-1 * -1) with 1 by ring. apply pow1. Qed.

Lemma product_of_negatives : forall a b, a < 0 -> b < 0 -> 0 < a * b.
Proof. intros. nra. Qed.

Lemma quotient_between : forall a b, 0 < a -> a < b -> 0 < a / b < 1.
Proof.
  intros. split; [apply Rdiv_lt_0_compat; lra|].
  apply Rmult_lt_reg_r with b; [lra|]. replace (a / b * b) with a by (field; lra). lra.
Qed.

Lemma below_one : forall a b, 0 < b -> a < b -> 0 < 1 - a / b.
Proof.
  intros. replace (1 - a / b) with ((b - a) / b) by (field; lra). apply Rdiv_lt_0_compat; lra.
Qed.

Lemma fact_one : forall n, (1 <= n)%nat -> INR (fact n) = INR n * INR (fact (n - 1)).
Proof.
  intros n H. destruct n; [lia|]. replace (S n - 1)%nat with n by lia.
  change (fact (S n)) with (S n * fact n)%nat. apply mult_INR.
Qed.

Lemma fact_two : forall n, (2 <= n)%nat ->
  INR (fact n) = INR n * (INR n - 1) * INR (fact (n - 2)).
Proof.
  intros n H. rewrite fact_one by lia. rewrite (fact_one (n - 1)) by lia.
  replace (n - 1 - 1)%nat with (n - 2)%nat by lia. rewrite minus_INR by lia.
  change (INR 1) with 1. ring.
Qed.

Lemma ln_positive : forall a, 1 < a -> 0 < ln a.
Proof. intros. rewrite <- ln_1. apply ln_increasing; lra. Qed.

Lemma ln_negative : forall a, 0 < a < 1 -> ln a < 0.
Proof. intros. rewrite <- ln_1. apply ln_increasing; lra. Qed.

(* --- Tactics *)

(* What could not be shown, for whoever reads coqc's output. *)
Ltac say := match goal with |- ?goal => idtac "left:" goal end.

Ltac between := first [ lra | apply quotient_between; [apply pow_lt; lra | lra] ].

Ltac moving n := match n with context [?v] => is_var v end.

Ltac is_new P :=
  match goal with
  | H : P |- _ => fail 1
  | _ => idtac
  end.

Lemma power_positive : forall b n, 0 < b < 1 -> 0 < b ^ n.
Proof. intros. apply pow_lt. lra. Qed.

(* What is known of each power whose base lies between 0 and 1, and of each count in the goal. *)
Ltac facts :=
  repeat match goal with
  | |- context [?b ^ ?n] => moving n; is_new (0 < b ^ n);
      assert (0 < b ^ n) by first [ apply pow_lt; lra | apply power_positive; between ]
  | |- context [?b ^ ?n] =>
      moving n; is_new (b ^ n < 1); assert (b ^ n < 1) by (apply power_below_one; [between | lia])
  | |- context [?b ^ ?n] =>
      moving n; is_new (b ^ n <= 1); assert (b ^ n <= 1) by (apply power_at_most_one; between)
  | |- context [INR ?n] => is_new (0 <= INR n); assert (0 <= INR n) by apply pos_INR
  | |- context [INR ?n] =>
      is_new (1 <= INR n); assert (1 <= INR n) by (apply (le_INR 1); lia)
  | |- context [INR ?n] =>
      is_new (2 <= INR n); assert (2 <= INR n) by (apply (le_INR 2); lia)
  | H : (?a <= ?b)%nat |- context [INR ?b] =>
      moving a; is_new (INR a <= INR b); assert (INR a <= INR b) by (apply le_INR; lia)
  end.

(* Powers and counts in one form: b ^ (n + 1) as b * b ^ n. *)
Ltac powers :=
  repeat match goal with
  | |- context [?b ^ (?n - ?n)%nat] => rewrite (Nat.sub_diag n)
  | |- context [?b ^ 0] => change (b ^ 0) with 1
  | |- context [(S ?n - 1)%nat] => replace (S n - 1)%nat with n by lia
  | |- context [?b ^ (2 * 0)] => change (b ^ (2 * 0)) with 1
  | |- context [?b ^ (2 * ?n)] => moving n; rewrite (power_twice b n) in *
  | |- context [?b ^ (S ?n)] => moving n; change (b ^ S n) with (b * b ^ n) in *
  | |- context [?b ^ (?n + ?m)] => moving (n + m)%nat; rewrite (pow_add b n m) in *
  | |- context [(- ?a) ^ ?n] => moving n; rewrite (power_negative a n)
  | |- context [(?a / ?b) ^ ?n] => moving n; rewrite (power_quotient a b n) by positive
  | |- context [(?a * ?b) ^ ?n] => moving n; rewrite (Rpow_mult_distr a b n)
  | |- context [(?b ^ ?k) ^ ?n] =>
      moving n; rewrite <- (pow_mult b k n), (Nat.mul_comm k n), (pow_mult b n k)
  | |- context [INR (S ?n)] => moving n; rewrite (S_INR n)
  | |- context [INR (?n + ?m)] => rewrite (plus_INR n m)
  | |- context [INR (?n * ?m)] => rewrite (mult_INR n m)
  | |- context [INR 0] => change (INR 0) with 0
  | |- context [INR 1] => change (INR 1) with 1
  | |- context [INR 2] => change (INR 2) with 2
  | |- context [1 ^ ?n] => rewrite (pow1 n)
  end
(* Signs by the form of a term: sums, products, quotients, powers and roots of what is positive. *)
with positive :=
  intros; try solve [auto 2];
  lazymatch goal with
  | |- _ /\ _ => split; positive
  | |- (_ <= _)%nat => lia
  | |- (_ < _)%nat => lia
  | |- True => exact I
  | |- _ > _ => apply Rlt_gt; positive
  | |- _ => first [ solve [lra] | solve [by_form] | solve [nra] ]
  end
with by_form :=
  lazymatch goal with
  | |- ?a * ?b <> 0 => apply Rmult_integral_contrapositive_currified; positive
  | |- ?a / ?b <> 0 =>
      apply Rmult_integral_contrapositive_currified; [positive | apply Rinv_neq_0_compat; positive]
  | |- / ?a <> 0 => apply Rinv_neq_0_compat; positive
  | |- ?a ^ ?n <> 0 => apply pow_nonzero; positive
  | |- - ?a <> 0 => apply Ropp_neq_0_compat; positive
  | |- Rabs ?a <> 0 => apply Rabs_no_R0; positive
  | |- INR (fact ?n) <> 0 => apply INR_fact_neq_0
  | |- ln ?a <> 0 => first [ solve [apply Rgt_not_eq, ln_positive; lra]
                           | solve [apply Rlt_not_eq, ln_negative; lra] ]
  | |- ?a <> 0 => first [ solve [apply Rgt_not_eq; positive] | solve [apply Rlt_not_eq; positive] ]
  | |- 0 < ?a * ?b => first [ solve [apply Rmult_lt_0_compat; positive]
                            | solve [apply product_of_negatives; positive] ]
  | |- 0 < ?a / ?b => apply Rdiv_lt_0_compat; positive
  | |- 0 < / ?a => apply Rinv_0_lt_compat; positive
  | |- 0 < sqrt ?a => apply sqrt_lt_R0; positive
  | |- 0 < Rpower ?a ?b => apply exp_pos
  | |- 0 < exp ?a => apply exp_pos
  | |- 0 < Rabs ?a => apply Rabs_pos_lt; positive
  | |- 0 < INR (fact ?n) => apply INR_fact_lt_0
  | |- 0 < ?a ^ 2 => apply pow2_gt_0; positive
  | |- 0 < ?a ^ ?n => apply pow_lt; positive
  | |- 0 < sum _ _ _ => apply sum_positive; positive
  | |- 0 < 1 - ?a / ?b => apply below_one; positive
  | |- 0 < ?a + ?b => first [ solve [apply Rplus_lt_le_0_compat; positive]
                            | solve [apply Rplus_le_lt_0_compat; positive] ]
  | |- 0 <= ?a + ?b => apply Rplus_le_le_0_compat; positive
  | |- 0 <= ?a * ?b => apply Rmult_le_pos; positive
  | |- 0 <= ?a / ?b => apply Rmult_le_pos; [positive | apply Rlt_le, Rinv_0_lt_compat; positive]
  | |- 0 <= / ?a => apply Rlt_le, Rinv_0_lt_compat; positive
  | |- 0 <= sqrt ?a => apply sqrt_pos
  | |- 0 <= INR ?n => apply pos_INR
  | |- 0 <= Rabs ?a => apply Rabs_pos
  | |- 0 <= ?a ^ 2 => apply pow2_ge_0
  | |- 0 <= ?a ^ ?n => apply pow_le; positive
  | |- 0 <= exp ?a => apply Rlt_le, exp_pos
  | |- 0 <= sum _ _ _ => apply sum_nonneg; positive
  | |- 0 <= Rmax ?a ?b => first [ apply Rle_trans with (2 := Rmax_l a b); positive
                                | apply Rle_trans with (2 := Rmax_r a b); positive ]
  end.

(* Roots of products and quotients, taken apart; each root that is left is named, with its square. *)
Ltac roots_apart :=
  repeat match goal with
  | |- context [sqrt (?a ^ 2)] => rewrite (sqrt_pow2 a) by positive
  | |- context [sqrt (?a * ?b)] => rewrite (sqrt_mult a b) by positive
  | |- context [sqrt (?a / ?b)] => rewrite (sqrt_div a b) by positive
  | |- context [sqrt 1] => rewrite sqrt_1
  end.

Ltac name_root a :=
  let r := fresh "root" in
  let H := fresh "square" in
  let P := fresh "sign" in
  assert (H : sqrt a ^ 2 = a) by (apply pow2_sqrt; positive);
  first [ assert (P : 0 < sqrt a) by (apply sqrt_lt_R0; positive)
        | assert (P : 0 <= sqrt a) by (apply sqrt_pos) ];
  generalize dependent (sqrt a); intros r; intros.

Ltac fields :=
  first
  [ ring
  | solve [field; positive]
  | match goal with
    | A : ?a ^ 2 = _, B : ?b ^ 2 = _, C : ?c ^ 2 = _ |- _ =>
        first [ ring [A B C] | solve [field [A B C]; positive] ]
    | A : ?a ^ 2 = _, B : ?b ^ 2 = _ |- _ => first [ ring [A B] | solve [field [A B]; positive] ]
    | A : ?a ^ 2 = _ |- _ => first [ ring [A] | solve [field [A]; positive] ]
    end ].

Ltac name_roots := repeat match goal with |- context [sqrt ?a] => name_root a end.

Ltac less_one :=
  repeat match goal with
  | |- context [?b ^ (?n - 1)%nat] =>
      match goal with
      | |- context [b ^ n] => rewrite !(power_less_one b n) in * by lia
      end
  end.

Lemma size_is_root : forall a, Rabs a = sqrt (a ^ 2).
Proof. intros. rewrite <- sqrt_Rsqr_abs. f_equal. unfold Rsqr. ring. Qed.

(* Products of roots as one root, and roots of the same number as one. *)
Ltac roots_together :=
  repeat match goal with |- context [Rabs ?a] => rewrite (size_is_root a) end;
  repeat match goal with
  | |- context [sqrt ?a * sqrt ?b] => rewrite <- (sqrt_mult a b) by positive
  end;
  repeat match goal with
  | |- context [sqrt ?a] =>
      match goal with
      | |- context [sqrt ?b] =>
          tryif constr_eq a b then fail else replace (sqrt a) with (sqrt b) by same_roots
      end
  end
with same_roots := f_equal; facts; first [ solve [fields] | solve [less_one; powers; fields] ].

Ltac factorials :=
  repeat match goal with
  | |- context [fact (?n - 1)] => rewrite (fact_one n) by lia
  | |- context [fact (?n - 2)] => rewrite (fact_two n) by lia
  end;
  repeat match goal with
  | |- context [INR (fact ?n)] =>
      let P := fresh in
      assert (P : 0 < INR (fact n)) by apply INR_fact_lt_0; generalize dependent (INR (fact n)); intros
  end.

(* exp (- a) as 1 / exp a, and each exp that is left named. *)
Ltac exponentials :=
  repeat match goal with
  | |- context [exp ?a] =>
      match goal with
      | |- context [exp ?b] =>
          tryif constr_eq a b then fail
          else replace (exp a) with (/ exp b) by (rewrite <- exp_Ropp; f_equal; ring)
      end
  end;
  repeat match goal with
  | |- context [exp ?a] =>
      let P := fresh in assert (P : 0 < exp a) by apply exp_pos; generalize dependent (exp a); intros
  end.

(* Both sides of an equation are the same by algebra. *)
Ltac algebra :=
  intros; facts;
  first
  [ solve [fields]
  | solve [less_one; powers; fields]
  | solve [less_one; powers; roots_apart; name_roots; fields]
  | solve [name_roots; powers; fields]
  | match goal with |- context [Rpower] => idtac end;
    solve [rewrite <- ?Rpower_pow by lra; unfold Rpower; replace (1 / 2) with (/ 2) by field;
           rewrite ?ln_Rinv by lra; f_equal; field; positive]
  | match goal with |- context [fact] => idtac end; solve [factorials; fields]
  | match goal with |- context [exp] => idtac end; solve [exponentials; fields]
  | solve [roots_together; name_roots; less_one; powers; fields] ].

(* The signs of what stands in Rabs, sign and Rmax, case by case. *)
Ltac cases :=
  intros;
  repeat match goal with
  | |- context [Rabs ?a] =>
      let H := fresh in
      destruct (total_order_T 0 a) as [[H | H] | H];
      [ rewrite ?(Rabs_pos_eq a), ?(sign_eq_1 a) by lra
      | try (exfalso; lra)
      | rewrite ?(Rabs_left a), ?(sign_eq_m1 a) by lra ]
  | |- context [sign ?a] =>
      let H := fresh in
      destruct (total_order_T 0 a) as [[H | H] | H];
      [ rewrite ?(sign_eq_1 a) by lra | try (exfalso; lra); rewrite <- ?H, ?sign_0
      | rewrite ?(sign_eq_m1 a) by lra ]
  | |- context [Rmax ?a ?b] =>
      let H := fresh in
      destruct (Rle_dec a b) as [H | H];
      [ rewrite (Rmax_right a b) by lra | rewrite (Rmax_left a b) by lra ]
  end.

Lemma below_by : forall gap smaller larger : R, 0 <= gap -> smaller + gap = larger -> smaller <= larger.
Proof. intros. lra. Qed.

Lemma strictly_below_by : forall gap smaller larger : R,
  0 < gap -> smaller + gap = larger -> smaller < larger.
Proof. intros. lra. Qed.

(* The whole of a theorem: every part has a value, and then the statement. *)
Ltac parts tactic :=
  intros; facts;
  repeat match goal with |- _ /\ _ => split end;
  lazymatch goal with
  | |- _ <> _ => first [ solve [positive] | say; fail 1 ]
  | |- (_ <= _)%nat => lia
  | |- 0 < _ => first [ solve [positive] | tactic | say; fail 1 ]
  | |- 0 <= _ => first [ solve [positive] | tactic | say; fail 1 ]
  | |- forall _ : nat, _ => first [ solve [positive] | say; fail 1 ]
  | |- _ => first [ tactic | say; fail 1 ]
  end.

(* --- Sums and recurrences *)

(* Differences of counts in exponents, brought together: S n - i is S (n - i) where i <= n. *)
Ltac shift :=
  repeat match goal with
  | |- context [(?n - ?n)%nat] => rewrite (Nat.sub_diag n)
  | |- context [(S ?n - ?i)%nat] => moving i; replace (S n - i)%nat with (S (n - i)) by lia
  | |- context [(2 * S ?n - 2 * ?i)%nat] =>
      replace (2 * S n - 2 * i)%nat with (S (S (2 * n - 2 * i))) by lia
  end.

(* An equation between sums, term by term. *)
Ltac sums_agree :=
  rewrite ?Nat.sub_diag, ?sum_scal, ?sum_plus, ?pow_O;
  first
  [ ring
  | apply sum_same; intros; shift; powers; fields
  | apply f_equal2; [apply sum_same; intros; shift; powers; fields | shift; powers; fields] ].

(* The same, where the sum on the left goes one term further. *)
Ltac sums_next :=
  lazymatch goal with
  | |- sum ?low (S ?high) ?f = _ => rewrite (sum_last low high f) by lia
  | |- sum_below ?low (S ?stop) ?f = _ => rewrite (sum_below_last low stop f) by lia
  end;
  sums_agree.

Ltac sums_named :=
  repeat match goal with
  | |- context [sum ?a ?b ?f] =>
      let s := fresh "total" in
      let P := fresh "total_sign" in
      try assert (P : 0 < sum a b f) by positive;
      try assert (P : 0 <= sum a b f) by positive;
      generalize dependent (sum a b f); intros s; intros
  end.

Ltac counts := rewrite ?S_INR.

Ltac equation := first [ solve [algebra] | solve [cases; algebra] | say; fail 1 ].

(* A gap that is not negative. *)
Ltac ahead := first [ solve [positive] | solve [facts; powers; positive] | solve [cases; positive] ].

(* One side below the other, where the book gives no gap. *)
Ltac below := first [ solve [lra] | solve [nra] | solve [psatz R 2] | solve [psatz R 3] ].

Ltac sum_starts := rewrite ?sum_empty by lia; unfold sum_below; cbv beta iota.

Ltac state_starts state step :=
  cbn [state]; unfold step; cbv beta iota;
  repeat match goal with |- (_, _) = (_, _) => apply f_equal2 end;
  rewrite ?sum_empty, ?sum_one by lia; rewrite ?sum_last by lia; rewrite ?sum_empty by lia; equation.

Ltac state_steps tactic :=
  repeat match goal with |- (_, _) = (_, _) => apply f_equal2 end; tactic.

Ltac run_is_fine H fine state step ahead :=
  unfold fine; rewrite ?H; cbv beta iota; facts; positive.

(* The ends of a derivation, from its lines. *)
Ltac chain :=
  repeat match goal with H : _ /\ _ |- _ => destruct H end;
  repeat match goal with |- _ /\ _ => split end;
  first [ assumption | lra ].

(* --- Limits *)

Lemma near_both : forall {T} (P Q : T -> Prop) (F : (T -> Prop) -> Prop),
  Filter F -> F P -> F Q -> F (fun x => P x /\ Q x).
Proof. intros. apply filter_and; assumption. Qed.

Lemma near_weaker : forall {T} (P Q : T -> Prop) (F : (T -> Prop) -> Prop),
  Filter F -> (forall x, P x -> Q x) -> F P -> F Q.
Proof. intros. eapply filter_imp; eassumption. Qed.

Ltac powers_of_zero := rewrite ?sqrt_0, ?pow_i, ?Rmult_0_r, ?Rmult_0_l, ?Rminus_0_r, ?Rplus_0_l, ?Rplus_0_r by lia.

Lemma lim_is : forall {T} (F : (T -> Prop) -> Prop) f a b,
  filterlim f F (locally (a : R)) -> a = b -> filterlim f F (locally b).
Proof. intros. subst. assumption. Qed.

Lemma lim_const : forall {T} (F : (T -> Prop) -> Prop) (c : R), Filter F ->
  filterlim (fun _ => c) F (locally c).
Proof. intros. apply filterlim_const. Qed.

Lemma lim_plus : forall {T} (F : (T -> Prop) -> Prop) f g (a b : R), Filter F ->
  filterlim f F (locally a) -> filterlim g F (locally b) ->
  filterlim (fun x => f x + g x) F (locally (a + b)).
Proof.
  intros. eapply filterlim_comp_2; [eassumption | eassumption |].
  apply (filterlim_plus (V := R_NormedModule) a b).
Qed.

Lemma lim_mult : forall {T} (F : (T -> Prop) -> Prop) f g (a b : R), Filter F ->
  filterlim f F (locally a) -> filterlim g F (locally b) ->
  filterlim (fun x => f x * g x) F (locally (a * b)).
Proof.
  intros. eapply filterlim_comp_2; [eassumption | eassumption |].
  apply (filterlim_mult (K := R_AbsRing) a b).
Qed.

Lemma lim_through : forall {T} (F : (T -> Prop) -> Prop) g f (a : R),
  continuity_pt g a -> filterlim f F (locally a) -> filterlim (fun x => g (f x)) F (locally (g a)).
Proof.
  intros. eapply filterlim_comp; [eassumption |]. apply continuity_pt_filterlim. assumption.
Qed.

Lemma lim_opp : forall {T} (F : (T -> Prop) -> Prop) f (a : R), Filter F ->
  filterlim f F (locally a) -> filterlim (fun x => - f x) F (locally (- a)).
Proof.
  intros. apply (lim_through F Ropp); [|assumption].
  apply (continuity_pt_opp id), continuity_pt_id.
Qed.

Lemma lim_minus : forall {T} (F : (T -> Prop) -> Prop) f g (a b : R), Filter F ->
  filterlim f F (locally a) -> filterlim g F (locally b) ->
  filterlim (fun x => f x - g x) F (locally (a - b)).
Proof. intros. unfold Rminus. apply lim_plus; [assumption | assumption | apply lim_opp; assumption]. Qed.

Lemma lim_inv : forall {T} (F : (T -> Prop) -> Prop) f (a : R), Filter F ->
  filterlim f F (locally a) -> a <> 0 -> filterlim (fun x => / f x) F (locally (/ a)).
Proof.
  intros. apply (lim_through F Rinv); [|assumption].
  apply (continuity_pt_inv id); [apply continuity_pt_id | assumption].
Qed.

Lemma lim_div : forall {T} (F : (T -> Prop) -> Prop) f g (a b : R), Filter F ->
  filterlim f F (locally a) -> filterlim g F (locally b) -> b <> 0 ->
  filterlim (fun x => f x / g x) F (locally (a / b)).
Proof. intros. unfold Rdiv. apply lim_mult; [assumption | assumption | apply lim_inv; assumption]. Qed.

Lemma lim_sqrt : forall {T} (F : (T -> Prop) -> Prop) f (a : R), Filter F ->
  filterlim f F (locally a) -> 0 <= a -> filterlim (fun x => sqrt (f x)) F (locally (sqrt a)).
Proof. intros. apply (lim_through F sqrt); [|assumption]. apply continuity_pt_sqrt. assumption. Qed.

Lemma lim_exp : forall {T} (F : (T -> Prop) -> Prop) f (a : R), Filter F ->
  filterlim f F (locally a) -> filterlim (fun x => exp (f x)) F (locally (exp a)).
Proof.
  intros. apply (lim_through F exp); [|assumption]. apply derivable_continuous, derivable_exp.
Qed.

Lemma lim_pow : forall {T} (F : (T -> Prop) -> Prop) f (a : R) n, Filter F ->
  filterlim f F (locally a) -> filterlim (fun x => f x ^ n) F (locally (a ^ n)).
Proof.
  intros. induction n.
  - apply lim_const. assumption.
  - cbn [pow]. apply lim_mult; assumption.
Qed.

Lemma lim_left : forall a, filterlim (fun x : R => x) (at_left a) (locally a).
Proof. intros a P H. unfold filtermap, at_left, within. eapply filter_imp; [|exact H]. auto. Qed.

Lemma lim_right : forall a, filterlim (fun x : R => x) (at_right a) (locally a).
Proof. intros a P H. unfold filtermap, at_right, within. eapply filter_imp; [|exact H]. auto. Qed.

Lemma lim_power : forall b, 0 < b < 1 -> filterlim (fun n : nat => b ^ n) eventually (locally 0).
Proof. intros b H. apply (is_lim_seq_geom b). rewrite Rabs_pos_eq; lra. Qed.

(* (1 - b) + (b - b^2) + ... : a count times a power tends to 0. *)
Lemma lim_count_power : forall b, 0 < b < 1 ->
  filterlim (fun n : nat => INR n * b ^ n) eventually (locally 0).
Proof.
  intros b H.
  assert (S2 : 0 < 1 - b) by lra.
  assert (Q : 0 < sqrt b < 1).
  { split; [apply sqrt_lt_R0; lra|]. rewrite <- sqrt_1. apply sqrt_lt_1; lra. }
  assert (B : forall n : nat, INR n * sqrt b ^ n <= 1 / (1 - sqrt b)).
  { intros n. apply Rmult_le_reg_r with (1 - sqrt b); [lra|].
    replace (1 / (1 - sqrt b) * (1 - sqrt b)) with 1 by (field; lra).
    assert (K : INR n * sqrt b ^ n * (1 - sqrt b) <= 1 - sqrt b ^ n); [|
      assert (0 < sqrt b ^ n) by (apply pow_lt; lra); lra].
    generalize dependent (sqrt b). intros q Q. induction n.
    - simpl. lra.
    - rewrite S_INR. cbn [pow]. assert (0 < q ^ n) by (apply pow_lt; lra).
      assert (q * (INR n * q ^ n * (1 - q)) <= q * (1 - q ^ n)) by (apply Rmult_le_compat_l; lra).
      assert (q ^ n <= 1) by (apply power_at_most_one; lra).
      assert (0 <= (1 - q) * (1 - q * q ^ n)) by (apply Rmult_le_pos; nra).
      lra. }
  apply (is_lim_seq_le_le (fun _ => 0) _ (fun n => (1 / (1 - sqrt b)) * sqrt b ^ n) (Finite 0)).
  - intros n. assert (0 < sqrt b ^ n) by (apply pow_lt; lra).
    replace (b ^ n) with (sqrt b ^ n * sqrt b ^ n)
      by (rewrite <- Rpow_mult_distr, sqrt_sqrt by lra; reflexivity).
    assert (0 <= INR n) by apply pos_INR. specialize (B n). split; [|nra].
    apply Rmult_le_pos; [assumption|]. apply Rmult_le_pos; lra.
  - apply is_lim_seq_const.
  - replace (Finite 0) with (Finite ((1 / (1 - sqrt b)) * 0)) by (f_equal; ring).
    eapply (lim_mult eventually (fun _ => 1 / (1 - sqrt b)) (fun n => sqrt b ^ n)).
    + apply eventually_filter.
    + apply lim_const. apply eventually_filter.
    + apply lim_power. exact Q.
Qed.

(* What a function that tends to something positive (not 0) is near the point. *)
Lemma near_positive : forall {T} (F : (T -> Prop) -> Prop) f (a : R), Filter F ->
  filterlim f F (locally a) -> 0 < a -> F (fun x => 0 < f x).
Proof. intros T F f a FF L P. apply (L (fun y => 0 < y)). apply (open_gt 0 a P). Qed.

Lemma near_not_zero : forall {T} (F : (T -> Prop) -> Prop) f (a : R), Filter F ->
  filterlim f F (locally a) -> a <> 0 -> F (fun x => f x <> 0).
Proof. intros T F f a FF L P. apply (L (fun y => y <> 0)). apply (open_neq 0 a P). Qed.

Ltac filters :=
  lazymatch goal with
  | |- Filter _ =>
      first [ apply eventually_filter | apply filter_filter, at_left_proper_filter
            | apply filter_filter, at_right_proper_filter
            | apply filter_filter, Proper_StrongProper, at_left_proper_filter
            | apply filter_filter, Proper_StrongProper, at_right_proper_filter | typeclasses eauto ]
  end.

Ltac lim :=
  lazymatch goal with
  | |- filterlim (fun _ => ?c) _ _ => apply lim_const; filters
  | |- filterlim (fun x => x) (at_left _) _ => apply lim_left
  | |- filterlim (fun x => x) (at_right _) _ => apply lim_right
  | |- filterlim (fun n => ?b ^ n) eventually _ => apply lim_power; lra
  | |- filterlim (fun n => INR n * ?b ^ n) eventually _ => apply lim_count_power; lra
  | |- filterlim (fun n => ?b ^ n * INR n) eventually _ =>
      apply filterlim_ext with (fun n => INR n * b ^ n); [intros; ring | lim]
  | |- filterlim (fun n => ?b ^ (2 * n)) eventually _ =>
      apply filterlim_ext with (fun n => (b ^ n) ^ 2); [intros; symmetry; apply power_twice | lim]
  | |- filterlim (fun n => ?b ^ S n * (INR n - 1)) eventually _ =>
      apply filterlim_ext with (fun n => b * (INR n * b ^ n) - b * b ^ n);
      [intros; cbn [pow]; ring | lim]
  | |- filterlim (fun n => ?b ^ S n) eventually _ =>
      apply filterlim_ext with (fun n => b * b ^ n); [intros; reflexivity | lim]
  | |- filterlim (fun x => @?f x + @?g x) _ _ => eapply (lim_plus _ f g); try filters; lim
  | |- filterlim (fun x => @?f x - @?g x) _ _ => eapply (lim_minus _ f g); try filters; lim
  | |- filterlim (fun x => @?f x * @?g x) _ _ => eapply (lim_mult _ f g); try filters; lim
  | |- filterlim (fun x => @?f x / @?g x) _ _ => eapply (lim_div _ f g); try filters; [lim | lim | lim_side]
  | |- filterlim (fun x => / @?f x) _ _ => eapply (lim_inv _ f); try filters; [lim | lim_side]
  | |- filterlim (fun x => - @?f x) _ _ => eapply (lim_opp _ f); try filters; lim
  | |- filterlim (fun x => sqrt (@?f x)) _ _ => eapply (lim_sqrt _ f); try filters; [lim | lim_side]
  | |- filterlim (fun x => exp (@?f x)) _ _ => eapply (lim_exp _ f); try filters; lim
  | |- filterlim (fun x => @?f x ^ ?n) _ _ => eapply (lim_pow _ f); try filters; lim
  end
with lim_side := facts; powers_of_zero; positive.

Ltac near :=
  lazymatch goal with
  | |- _ (fun x => @?P x /\ @?Q x) => apply (near_both P Q); try filters; near
  | |- _ (fun x => @?f x <> 0) => eapply (near_not_zero _ f); try filters; [lim | lim_side]
  | |- _ (fun x => 0 < @?f x) => eapply (near_positive _ f); try filters; [lim | lim_side]
  | |- _ (fun x => 0 <= @?f x) =>
      apply (near_weaker (fun x => 0 < f x)); try filters; [intros; lra |];
      eapply (near_positive _ f); try filters; [lim | lim_side]
  end.

Ltac near_inside :=
  match goal with
  | |- at_right ?a _ => exists (mkposreal 1 Rlt_0_1); intros ? _ ?; facts; positive
  end.

Ltac approach :=
  intros; facts;
  repeat match goal with |- _ /\ _ => split end;
  lazymatch goal with
  | |- is_lim_seq _ (Finite _) => eapply lim_is; [lim | powers_of_zero; equation]
  | |- filterlim _ _ _ => eapply lim_is; [lim | powers_of_zero; equation]
  | |- at_left _ _ => first [ solve [near] | solve [near_inside] ]
  | |- at_right _ _ => first [ solve [near] | solve [near_inside] ]
  | |- forall n : nat, _ => intros; facts; positive
  | |- _ => positive
  end.
