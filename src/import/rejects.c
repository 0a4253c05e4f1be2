/* rejects: writes refused rows page by page. */
#include "import/rejects.h"
#include "base/json.h"
#include "formats/csv.h"
#include "store/sql.gen.h"

#define PAGE 500

static void write_csv(struct k_ctx *cx, struct k_buf *b, const struct sq_import_rejects_row *r)
{
    csv_put(b, k_fmt(cx->arena, "%lld", (long long)r->line), true);
    csv_put(b, r->reason, false);
    csv_put(b, r->raw, false);
    csv_end(b);
}

static void write_json(struct k_buf *b, const struct sq_import_rejects_row *r)
{
    struct k_jw w = k_jw(b);
    kw_obj(&w);
    kw_key(&w, "line");
    kw_int(&w, r->line);
    kw_key(&w, "reason");
    kw_str(&w, r->reason);
    kw_key(&w, "row");
    kw_str(&w, r->raw);
    kw_end(&w);
    k_buf_chr(b, '\n');
}

k_err rejects_write(struct k_ctx *cx, k_id run, bool jsonl, enum k_tongue tongue,
                    struct k_buf *b)
{
    struct sq_import_rejects_list list;
    int64_t after = 0;
    if (!jsonl)
        k_buf_str(b, K_S("line,reason,row\r\n"));
    do {
        K_TRY(sq_import_rejects(cx, run, after, PAGE, &list));
        for (size_t i = 0; i < list.n; i++) {
            after = list.v[i].line;
            list.v[i].reason = k_tongue_say(cx->arena, tongue, list.v[i].reason);
            if (jsonl)
                write_json(b, &list.v[i]);
            else
                write_csv(cx, b, &list.v[i]);
        }
    } while (list.n == PAGE && k_buf_ok(b));
    return k_buf_ok(b) ? K_OK
                       : k_fail(cx, K_ERR_TOO_LARGE, NULL, "These are too many for one file.");
}
