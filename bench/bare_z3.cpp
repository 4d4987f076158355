// The least that a process with Z3 in it can do: make a context, ask one question about
// two bit-vectors, leave. What `pullproof check` is compared with.

#include <z3.h>

int main() {
  Z3_config config = Z3_mk_config();
  Z3_context context = Z3_mk_context(config);
  Z3_del_config(config);
  Z3_solver solver = Z3_mk_solver(context);
  Z3_solver_inc_ref(context, solver);
  Z3_sort word = Z3_mk_bv_sort(context, 32);
  Z3_ast x = Z3_mk_const(context, Z3_mk_string_symbol(context, "x"), word);
  Z3_ast y = Z3_mk_const(context, Z3_mk_string_symbol(context, "y"), word);
  Z3_ast sum = Z3_mk_bvadd(context, x, y);
  Z3_solver_assert(context, solver, Z3_mk_bvult(context, sum, x));
  Z3_solver_assert(context, solver, Z3_mk_bvult(context, x, y));
  const bool sat = Z3_solver_check(context, solver) == Z3_L_TRUE;
  Z3_solver_dec_ref(context, solver);
  Z3_del_context(context);
  return sat ? 0 : 1;
}
