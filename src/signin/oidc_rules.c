/* oidc_rules: tokens, groups, comers. */
#include "signin/oidc_rules.h"
#include "base/buf.h"
#include "domain/access_rules.h"
#include "os/secret.h"
#include "signin/jwt.h"

#define SLACK (2 * K_MIN) /* what clocks may differ */

/* --- the token --------------------------------------------------------------------------- */

/* For us: the audience is us, alone or with azp saying so. */
static bool for_us(const struct k_json *claims, k_str client_id)
{
    const struct k_json *aud = k_json_get(claims, "aud"), *one = NULL;
    k_str azp = k_json_get_str(claims, "azp");
    size_t n = k_json_is_array(aud) ? k_json_len(aud) : 1;
    bool there = k_json_is_str(aud) && k_str_eq(k_json_str(aud), client_id);
    if (k_json_is_array(aud))
        k_json_each (i, one, aud)
            there |= k_str_eq(k_json_str(one), client_id);
    if (k_json_get(claims, "azp") && !k_str_eq(azp, client_id))
        return false;
    return there && (n == 1 || azp.n > 0);
}

/* Times in tokens are seconds; false when it is none. */
static bool time_of(const struct k_json *claims, const char *name, k_time *out)
{
    const struct k_json *v = k_json_get(claims, name);
    int64_t s = k_json_int(v, INT64_MIN);
    if (!k_json_is_num(v) || s < 0 || s > 253402300799LL)
        return false;
    *out = s * K_SEC;
    return true;
}

static const char *check_times(const struct k_json *claims, k_time now)
{
    k_time exp, iat, nbf;
    if (!time_of(claims, "exp", &exp) || !time_of(claims, "iat", &iat))
        return "the token does not say from when to when it holds";
    if (exp + SLACK <= now)
        return "the token has expired";
    if (iat > now + SLACK || iat + K_DAY < now)
        return "the token was not made now";
    if (k_json_get(claims, "nbf") && (!time_of(claims, "nbf", &nbf) || nbf > now + SLACK))
        return "the token does not hold yet";
    return NULL;
}

static const char *check_claims(const struct k_json *claims, const struct oidc_expect *want)
{
    k_str sub = k_json_get_str(claims, "sub");
    if (!k_str_eq(k_json_get_str(claims, "iss"), want->issuer))
        return "the token is of another issuer";
    if (!for_us(claims, want->client_id))
        return "the token is for somebody else";
    if (want->nonce.n == 0 || !k_secret_same(k_json_get_str(claims, "nonce"), want->nonce))
        return "the token answers another question (nonce)";
    if (sub.n == 0 || sub.n > 255)
        return "the token names nobody";
    return check_times(claims, want->now);
}

const char *oidc_check_token(struct k_arena *a, k_str text, const struct k_json *jwks,
                             const struct oidc_expect *want, const struct k_json **claims)
{
    struct k_verify_key key;
    struct jwt t;
    enum k_verify_alg alg = jwt_alg(want->alg);
    *claims = NULL;
    if (!jwt_read(a, text, &t))
        return "the token cannot be read";
    if (alg == K_VERIFY_NONE || !k_str_eq(t.alg, want->alg))
        return "the token is signed with another algorithm than this provider's";
    if (!jwt_find_key(a, jwks, alg, t.kid, &key))
        return "the provider has no key that could have signed the token";
    if (!k_verify_jose(&key, t.signed_part, t.signature))
        return "the signature of the token does not fit";
    const char *why = check_claims(t.claims, want);
    *claims = why ? NULL : t.claims;
    return why;
}

/* --- groups ------------------------------------------------------------------------------ */

void oidc_groups(struct k_arena *a, const struct k_json *claims, k_str claim, oidc_words *out)
{
    const char *name = k_dupz(a, claim);
    const struct k_json *v = k_json_get(claims, name), *one = NULL;
    *out = (oidc_words){0};
    if (v == NULL)
        v = k_json_path(claims, name);
    if (k_json_is_str(v))
        *k_vec_push(a, out) = k_json_str(v);
    else if (k_json_is_array(v))
        k_json_each (i, one, v)
            if (k_json_is_str(one) && out->n < 1000)
                *k_vec_push(a, out) = k_json_str(one);
}

static bool role_ok(k_str role)
{
    return role.n == 0 || (access_rank(role) > 0 && !k_str_eqz(role, "owner"));
}

static bool parse_row(struct k_arena *a, const struct k_json *v, struct oidc_row *out,
                      k_str *wrong)
{
    const struct k_json *team = k_json_get(v, "team_id");
    *out = (struct oidc_row){.group = k_str_trim(k_json_get_str(v, "group")),
                             .role = k_json_get_str(v, "role")};
    if (out->role.p == NULL)
        out->role = K_S("");
    if (out->group.n == 0 || out->group.n > 255)
        *wrong = K_S("Each row names a group.");
    else if (!role_ok(out->role))
        *wrong =
            K_S("A role is viewer, agent, manager or admin: nobody becomes owner by a group.");
    else if (team && !k_json_is_null(team) && !k_id_parse(k_json_str(team), &out->team))
        *wrong = K_S("There is no such team.");
    else if (out->role.n == 0 && out->team == 0)
        *wrong = K_S("Each row gives a role, a team or both.");
    return wrong->n == 0;
}

bool oidc_map_parse(struct k_arena *a, k_str json, k_str default_role, struct oidc_map *out,
                    k_str *wrong)
{
    const struct k_json *v = NULL, *row = NULL;
    *out = (struct oidc_map){.default_role = default_role.p ? default_role : K_S("")};
    *wrong = K_NONE;
    if (!role_ok(out->default_role))
        *wrong =
            K_S("A role is viewer, agent, manager or admin: nobody becomes owner by a group.");
    else if (k_json_parse(a, json.n ? json : K_S("[]"), &v, NULL) != K_OK ||
             !k_json_is_array(v) || k_json_len(v) > OIDC_ROWS_MAX)
        *wrong = K_S("The mapping is a list of at most 100 rows.");
    if (wrong->n)
        return false;
    k_json_each (i, row, v)
        if (!parse_row(a, row, k_vec_push(a, &out->rows), wrong))
            return false;
    return true;
}

k_str oidc_map_text(struct k_arena *a, const struct oidc_map *m)
{
    struct k_buf b;
    k_buf_init(&b, a, 1 << 17);
    struct k_jw w = k_jw(&b);
    kw_arr(&w);
    for (size_t i = 0; i < m->rows.n; i++) {
        kw_obj(&w);
        kw_key(&w, "group");
        kw_str(&w, m->rows.v[i].group);
        kw_key(&w, "role");
        kw_str(&w, m->rows.v[i].role);
        kw_key(&w, "team_id");
        kw_id(&w, m->rows.v[i].team);
        kw_end(&w);
    }
    kw_end(&w);
    return k_buf_view(&b);
}

bool oidc_map_has_team(const struct oidc_map *m, k_id team)
{
    for (size_t i = 0; i < m->rows.n; i++)
        if (m->rows.v[i].team == team)
            return true;
    return false;
}

static bool has(const oidc_words *words, k_str w)
{
    for (size_t i = 0; i < words->n; i++)
        if (k_str_eq(words->v[i], w))
            return true;
    return false;
}

static void add_team(struct k_arena *a, struct oidc_place *out, k_id team)
{
    for (size_t i = 0; i < out->teams.n; i++)
        if (out->teams.v[i] == team)
            return;
    if (team)
        *k_vec_push(a, &out->teams) = team;
}

void oidc_place(struct k_arena *a, const struct oidc_map *m, const oidc_words *groups,
                struct oidc_place *out)
{
    *out = (struct oidc_place){.manages = m->rows.n > 0, .role = K_S("")};
    for (size_t i = 0; i < m->rows.n; i++) {
        const struct oidc_row *r = &m->rows.v[i];
        if (!has(groups, r->group))
            continue;
        *k_vec_push(a, &out->because) = r->group;
        add_team(a, out, r->team);
        if (access_rank(r->role) > access_rank(out->role))
            out->role = r->role;
    }
    if (out->role.n == 0)
        out->role = m->default_role;
    out->allowed = !out->manages || out->role.n > 0;
}

/* --- who is let in ----------------------------------------------------------------------- */

const char *const oidc_verdict_words[OIDC_VERDICTS] = {
    [OIDC_ENTER] = "enter",     [OIDC_LINK] = "link",
    [OIDC_JOIN] = "join",       [OIDC_ACCEPT] = "accept",
    [OIDC_LEFT] = "left",       [OIDC_NO_GROUP] = "no-group",
    [OIDC_NO_MAIL] = "no-mail", [OIDC_NO_ACCOUNT] = "no-account",
};

enum oidc_verdict oidc_judge(const struct oidc_comer *c, const struct oidc_place *p, bool link,
                             bool everybody)
{
    if (c->left)
        return OIDC_LEFT;
    if (!p->allowed)
        return OIDC_NO_GROUP;
    if (c->known)
        return OIDC_ENTER;
    if (!c->email_ok)
        return OIDC_NO_MAIL;
    if (c->member_by_mail)
        return link ? OIDC_LINK : OIDC_NO_ACCOUNT;
    if (c->invited)
        return OIDC_ACCEPT;
    return everybody && p->role.n > 0 ? OIDC_JOIN : OIDC_NO_ACCOUNT;
}

k_str oidc_next(k_str asked)
{
    bool ours = asked.n > 0 && asked.n < 1000 && asked.p[0] == '/' &&
                (asked.n == 1 || (asked.p[1] != '/' && asked.p[1] != '\\'));
    for (size_t i = 0; ours && i < asked.n; i++)
        ours = (unsigned char)asked.p[i] > ' ' && asked.p[i] != '\\' && asked.p[i] != 0x7f;
    return ours ? asked : K_S("/");
}
