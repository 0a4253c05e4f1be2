/* second_rules: the setting, and the few questions asked of it. */
#include "signin/second_rules.h"
#include "base/buf.h"
#include "base/json.h"
#include "domain/access_rules.h"

static const char *const role_names[SECOND_ROLES] = {"viewer", "agent", "manager", "admin",
                                                     "owner"};

void second_policy_parse(struct k_arena *a, k_str text, struct second_policy *out)
{
    const struct k_json *v = NULL, *role = NULL;
    *out = (struct second_policy){.grace_days = 0};
    if (text.n == 0 || k_json_parse(a, text, &v, NULL) != K_OK)
        return;
    k_json_each (i, role, k_json_get(v, "roles")) {
        int rank = access_rank(k_json_str(role));
        if (rank > 0)
            out->roles[rank - 1] = true;
    }
    out->since = k_json_int(k_json_get(v, "since"), 0);
    out->grace_days = k_json_int(k_json_get(v, "grace_days"), 0);
}

k_str second_policy_text(struct k_arena *a, const struct second_policy *p)
{
    struct k_buf b;
    k_buf_init(&b, a, 1024);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    kw_key(&w, "roles");
    kw_arr(&w);
    for (int i = 0; i < SECOND_ROLES; i++)
        if (p->roles[i])
            kw_str(&w, k_str_z(role_names[i]));
    kw_end(&w);
    kw_key(&w, "since");
    kw_int(&w, p->since);
    kw_key(&w, "grace_days");
    kw_int(&w, p->grace_days);
    kw_end(&w);
    return k_buf_view(&b);
}

bool second_policy_wants(const struct second_policy *p, k_str role)
{
    int rank = access_rank(role);
    return rank > 0 && p->roles[rank - 1];
}

k_time second_deadline(const struct second_policy *p, k_str role, k_time joined_at)
{
    if (!second_policy_wants(p, role))
        return 0;
    k_time from = joined_at > p->since ? joined_at : p->since;
    return from + p->grace_days * K_DAY;
}

bool second_strong(k_str factor)
{
    return factor.n > 0 && !k_str_eqz(factor, "password");
}

bool second_short(k_str factor, k_time deadline, k_time now)
{
    return deadline > 0 && now >= deadline && !second_strong(factor);
}

enum second_verdict second_after_password(bool has_totp, bool has_passkey, k_time deadline,
                                          k_time now)
{
    if (has_totp)
        return SECOND_CODE;
    bool needed = deadline > 0 && now >= deadline;
    return needed && has_passkey ? SECOND_PASSKEY : SECOND_ENOUGH;
}
