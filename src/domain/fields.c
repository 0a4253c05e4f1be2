/* fields: the fields that a team adds to people. */
#include "domain/fields.h"
#include "base/json.h"
#include "domain/datum_kinds.h"
#include "domain/people.h"
#include "store/event.h"

const char *const fields_types[] = {"text", "number", "date", "choice", "yes_no", NULL};
#define FIELDS_MOST 100

static k_err log_field(struct k_ctx *cx, const char *verb, k_id id)
{
    struct event_new e = {.verb = k_str_z(verb), .object_kind = K_S("field"), .object_id = id};
    k_ctx_notice(cx, K_TOPIC_SETTING, 0);
    return event_append(cx, &e, NULL);
}

static k_err free_name(struct k_ctx *cx, k_str name, k_id own)
{
    struct sq_field_by_name_row row;
    bool found;
    K_TRY(sq_field_by_name(cx, name, &row, &found));
    if (found && row.id != own)
        return k_fail(cx, K_ERR_EXISTS, "name", "There is a field of that name.");
    return K_OK;
}

static k_err choices_text(struct k_ctx *cx, k_str type, const k_str *v, size_t n, k_str *out)
{
    struct k_buf b;
    k_buf_init(&b, cx->arena, 64 * 1024);
    struct k_jw w = k_jw(&b);
    if (k_str_eqz(type, "choice") && n == 0)
        return k_fail(cx, K_ERR_BAD_INPUT, "choices", "Write what there is to choose from.");
    if (!k_str_eqz(type, "choice") && n > 0)
        return k_fail(cx, K_ERR_BAD_INPUT, "choices", "Only a field of type choice has these.");
    kw_arr(&w);
    for (size_t i = 0; i < n; i++) {
        if (k_str_trim(v[i]).n == 0 || v[i].n > 200)
            return k_fail(cx, K_ERR_BAD_INPUT, "choices", "A choice has 1 to 200 characters.");
        kw_str(&w, k_str_trim(v[i]));
    }
    kw_end(&w);
    *out = k_buf_view(&b);
    return k_buf_ok(&b) ? K_OK : k_fail(cx, K_ERR_LIMIT, "choices", "These are too many.");
}

k_err fields_create(struct k_ctx *cx, const struct fields_new *n, k_id *id)
{
    struct sq_field_list_list list;
    k_str choices;
    K_TRY(sq_field_list(cx, &list));
    if (list.n >= FIELDS_MOST)
        return k_fail(cx, K_ERR_LIMIT, NULL, "There can be at most %d fields.", FIELDS_MOST);
    K_TRY(free_name(cx, n->name, 0));
    K_TRY(choices_text(cx, n->type, n->choices, n->n_choices, &choices));
    *id = k_cx_id(cx);
    K_TRY(sq_field_insert(cx,
                          &(struct sq_field_insert_args){.id = *id,
                                                         .name = n->name,
                                                         .type = n->type,
                                                         .choices = choices,
                                                         .created_by = cx->actor.member,
                                                         .now = k_cx_now(cx)},
                          NULL));
    return log_field(cx, "field.created", *id);
}

static k_err field_find(struct k_ctx *cx, k_id id, struct sq_field_list_row *row)
{
    bool found;
    K_TRY(sq_field_get(cx, id, row, &found));
    return found ? K_OK : k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such field.");
}

k_err fields_change(struct k_ctx *cx, const struct fields_change *c)
{
    struct sq_field_list_row row;
    k_str choices;
    K_TRY(field_find(cx, c->id, &row));
    choices = row.choices;
    if (c->has_name)
        K_TRY(free_name(cx, c->name, c->id));
    if (c->has_choices)
        K_TRY(choices_text(cx, row.type, c->choices, c->n_choices, &choices));
    K_TRY(sq_field_set(cx, c->id, c->has_name ? c->name : row.name, choices, NULL));
    return log_field(cx, "field.changed", c->id);
}

k_err fields_drop(struct k_ctx *cx, k_id id)
{
    struct sq_field_list_row row;
    K_TRY(field_find(cx, id, &row));
    K_TRY(sq_field_drop_values(cx, k_fmt(cx->arena, "%lld", (long long)id), NULL));
    K_TRY(sq_field_drop(cx, id, NULL));
    return log_field(cx, "field.removed", id);
}

/* --- values ------------------------------------------------------------------------------ */

static bool among(struct k_arena *a, k_str choices, k_str value)
{
    const struct k_json *doc = NULL, *c = NULL;
    if (k_json_parse(a, choices, &doc, NULL) != K_OK)
        return false;
    k_json_each (i, c, doc)
        if (k_str_eq(k_json_str(c), value))
            return true;
    return false;
}

static const char *wrong_value(struct k_arena *a, const struct sq_field_list_row *f, k_str v)
{
    struct datum_text text;
    double number;
    if (k_str_eqz(f->type, "number") && !k_str_f64(v, &number))
        return "Write a number such as 12 or 3.5.";
    if (k_str_eqz(f->type, "date") && (v.n != 10 || !datum_date(a, v, &text)))
        return "Write a date such as 2026-11-22.";
    if (k_str_eqz(f->type, "yes_no") && !k_str_eqz(v, "yes") && !k_str_eqz(v, "no"))
        return "Write yes or no.";
    if (k_str_eqz(f->type, "choice") && !among(a, f->choices, v))
        return "This is none of the choices.";
    return NULL;
}

k_err fields_fill(struct k_ctx *cx, k_id person, k_id field, k_str value)
{
    struct sq_field_list_row f;
    struct sq_people_get_row p;
    k_id id;
    k_str label = k_fmt(cx->arena, "%lld", (long long)field), v = k_str_trim(value);
    K_TRY(people_find(cx, person, &p));
    K_TRY(field_find(cx, field, &f));
    if (v.n == 0) {
        K_TRY(sq_people_datum_drop_kind(cx, p.id, K_S("field"), label, p.owner_id, NULL));
        return people_log(cx, "person.changed", p.id);
    }
    const char *wrong = wrong_value(cx->arena, &f, v);
    if (wrong)
        return k_fail(cx, K_ERR_BAD_INPUT, "value", "%s", wrong);
    return people_add_datum(
        cx, p.id, &(struct people_datum){.kind = K_S("field"), .label = label, .value = v},
        &id);
}
