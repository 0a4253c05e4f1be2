/* jobs: the table of kinds and the loop of one job. Reads and writes job and what each kind
 * works on. */
#include "flow/jobs.h"

#include "base/json.h"
#include "domain/echoes.h"
#include "domain/figures.h"
#include "domain/ingest.h"
#include "domain/insight.h"
#include "domain/keeping.h"
#include "domain/match.h"
#include "domain/routing_edit.h"
#include "domain/sla.h"
#include "domain/policy.h"
#include "domain/query_history.h"
#include "domain/reply_facts.h"
#include "flow/channels.h"
#include "flow/profiles.h"
#include "flow/ties.h"
#include "import/run.h"
#include "os/map.h"
#include "store/sql.gen.h"

enum { IMPORT_ROWS = 2500 }; /* rows a part: about a second of work */

k_str flow_jobs_import_file(struct k_arena *a, const char *data_dir, k_id run)
{
    return k_fmt(a, "%s/imports/%lld", data_dir, (long long)run);
}

static k_err import_failed(struct k_ctx *cx, void *arg)
{
    K_TRY(
        sq_import_finish(cx, *(k_id *)arg, K_S("failed"), cx->detail.text, k_cx_now(cx), NULL));
    k_ctx_notice(cx, K_TOPIC_IMPORT, *(k_id *)arg);
    return K_OK;
}

static k_err import_part(struct k_ctx *cx, const struct flow_env *env, const struct job *j,
                         bool *done)
{
    k_id run = 0;
    k_str text;
    bool more = false;
    struct os_map map;
    if (!k_id_parse(j->key, &run))
        return k_fail(cx, K_ERR_BAD_INPUT, NULL, "This job names no import.");
    k_err err = os_file_map(
        k_dupz(cx->arena, flow_jobs_import_file(cx->arena, env->data_dir, run)), &map);
    if (err != K_OK)
        k_fail(cx, err, NULL, "The uploaded file is not there any more. Upload it again.");
    if (err == K_OK) {
        text = os_map_text(&map);
        err = import_some(cx, run, text, IMPORT_ROWS, &more);
        os_file_unmap(&map);
    }
    *done = err != K_OK || !more;
    if (err == K_ERR_BAD_INPUT || err == K_ERR_NOT_FOUND || err == K_ERR_IO) {
        K_TRY(db_write(cx, import_failed, &run));
        return K_OK; /* the import says what is wrong; trying again would say the same */
    }
    return err;
}

static k_err prune(struct k_ctx *cx, void *arg)
{
    int64_t n;
    K_TRY(job_prune(cx, k_cx_now(cx) - 7 * K_DAY, &n));
    struct sq_channel_all_list channels;
    K_TRY(sq_channel_all(cx, &channels));
    for (size_t i = 0; i < channels.n; i++)
        K_TRY(sq_channel_seen_prune(cx, channels.v[i].id, k_cx_now(cx) - 30 * K_DAY, NULL));
    K_TRY(sq_thread_prune(cx, k_cx_now(cx) - 30 * K_DAY, NULL));
    K_TRY(sq_link_forget(cx, k_cx_now(cx) - REPLY_LINKS_KNOWN, NULL));
    return echoes_forget(cx, k_cx_now(cx) - ECHOES_KEPT);
}

static k_err prune_part(struct k_ctx *cx, const struct flow_env *env, const struct job *j,
                        bool *done)
{
    *done = true;
    return db_write(cx, prune, NULL);
}

static k_err thread_part(struct k_ctx *cx, const struct flow_env *env, const struct job *j,
                         bool *done)
{
    k_id conversation = 0;
    *done = true;
    if (!k_id_parse(j->key, &conversation))
        return k_fail(cx, K_ERR_BAD_INPUT, NULL, "This job names no conversation.");
    return channel_thread_look(cx, env, conversation);
}

static k_err sweep_part(struct k_ctx *cx, const struct flow_env *env, const struct job *j,
                        bool *done)
{
    *done = true;
    return channel_thread_sweep(cx);
}

enum { AGING_POSTS = 500 }; /* in one transaction */

static k_err age_some(struct k_ctx *cx, void *arg)
{
    return keeping_age(cx, AGING_POSTS, arg);
}

static k_err retention_part(struct k_ctx *cx, const struct flow_env *env, const struct job *j,
                            bool *done)
{
    int64_t n = 0;
    K_TRY(db_write(cx, age_some, &n));
    *done = n < AGING_POSTS;
    return K_OK;
}

/* ---- who may be one ---------------------------------------------------------------------- */

enum { MATCH_PEOPLE = 100 }; /* looked at in one transaction */

static k_err match_new(struct k_ctx *cx, void *arg)
{
    return match_some(cx, MATCH_PEOPLE, arg);
}

static k_err match_part(struct k_ctx *cx, const struct flow_env *env, const struct job *j,
                        bool *done)
{
    int64_t n = 0;
    K_TRY(db_write(cx, match_new, &n));
    *done = n < MATCH_PEOPLE;
    return K_OK;
}

struct scan {
    const struct job *job;
    k_id after;
    int64_t done, asked, merged, total;
    bool end;
};

static k_err scan_some(struct k_ctx *cx, void *arg)
{
    struct scan *s = arg;
    struct match_found_count n = {.asked = s->asked, .merged = s->merged};
    k_id last;
    K_TRY(match_scan(cx, s->after, MATCH_PEOPLE, &last, &n));
    s->end = last == 0;
    k_ctx_notice(cx, K_TOPIC_PERSON, 0);
    return job_progress(
        cx, s->job,
        k_fmt(cx->arena,
              "{\"after\":%lld,\"done\":%lld,\"total\":%lld,\"asked\":%lld,\"merged\":%lld}",
              (long long)last, (long long)(s->done + MATCH_PEOPLE), (long long)s->total,
              (long long)n.asked, (long long)n.merged));
}

static k_err scan_part(struct k_ctx *cx, const struct flow_env *env, const struct job *j,
                       bool *done)
{
    struct scan s = {.job = j};
    struct job_state state;
    struct match_run run;
    const struct k_json *p = NULL;
    bool found;
    K_TRY(job_get(cx, j->id, &state, &found));
    if (found && state.progress.n > 0)
        K_TRY(k_json_parse(cx->arena, state.progress, &p, NULL));
    s.after = k_json_int(k_json_get(p, "after"), 0);
    s.done = k_json_int(k_json_get(p, "done"), 0);
    s.asked = k_json_int(k_json_get(p, "asked"), 0);
    s.merged = k_json_int(k_json_get(p, "merged"), 0);
    s.total = k_json_int(k_json_get(p, "total"), 0);
    if (s.total == 0) {
        K_TRY(match_begin(cx, &run));
        s.total = (int64_t)run.people;
    }
    K_TRY(db_write(cx, scan_some, &s));
    *done = s.end;
    return K_OK;
}

k_err flow_jobs_match(struct k_ctx *cx)
{
    return job_enqueue(cx, &(struct job_new){.kind = K_S("match_scan")}, NULL, NULL);
}

/* Some thousand persons a part; where it stands is kept by the run itself. */
static k_err ties_part(struct k_ctx *cx, const struct flow_env *env, const struct job *j,
                       bool *done)
{
    struct tie_run run;
    K_TRY(flow_ties_part(cx, env->pool, j->id, &run));
    *done = run.done;
    return K_OK;
}

static k_err figures_part(struct k_ctx *cx, const struct flow_env *env, const struct job *j,
                          bool *done)
{
    *done = true;
    return figures_work_out(cx, FIGURES_LARGE);
}

static k_err links(struct k_ctx *cx, void *arg)
{
    return insight_links(cx, arg);
}

static k_err links_part(struct k_ctx *cx, const struct flow_env *env, const struct job *j,
                        bool *done)
{
    return db_write(cx, links, done);
}

static k_err listen_back(struct k_ctx *cx, void *arg)
{
    return query_history_some(cx, arg);
}

static k_err listening_part(struct k_ctx *cx, const struct flow_env *env, const struct job *j,
                            bool *done)
{
    return db_write(cx, listen_back, done);
}

/* ---- what is open ------------------------------------------------------------------------ */

enum { OPEN_PART = 200 }; /* conversations in one transaction */

/* A walk over what is open: where it stands is the progress of the job. */
struct walk {
    const struct job *job;
    k_id after;
    int64_t done, changed;
    bool deadlines, end;
};

static k_err walk_some(struct k_ctx *cx, void *arg)
{
    struct walk *w = arg;
    int64_t done = w->done, changed = w->changed, n = 0;
    k_id last = 0;
    if (w->deadlines) {
        K_TRY(sla_settle_some(cx, w->after, OPEN_PART, &last, &n));
        done += n;
    } else {
        K_TRY(routing_apply_some(cx, w->after, OPEN_PART, &last, &done, &changed));
    }
    w->end = last == 0;
    return job_progress(cx, w->job,
                        k_fmt(cx->arena, "{\"after\":%lld,\"done\":%lld,\"changed\":%lld}",
                              (long long)last, (long long)done, (long long)changed));
}

static k_err walk_open(struct k_ctx *cx, const struct job *j, bool deadlines, bool *done)
{
    struct walk w = {.job = j, .deadlines = deadlines};
    struct job_state state;
    const struct k_json *p = NULL;
    bool found;
    K_TRY(job_get(cx, j->id, &state, &found));
    if (found && state.progress.n > 0)
        K_TRY(k_json_parse(cx->arena, state.progress, &p, NULL));
    w.after = k_json_int(k_json_get(p, "after"), 0);
    w.done = k_json_int(k_json_get(p, "done"), 0);
    w.changed = k_json_int(k_json_get(p, "changed"), 0);
    K_TRY(db_write(cx, walk_some, &w));
    *done = w.end;
    return K_OK;
}

static k_err deadlines_part(struct k_ctx *cx, const struct flow_env *env, const struct job *j,
                            bool *done)
{
    return walk_open(cx, j, true, done);
}

static k_err routing_part(struct k_ctx *cx, const struct flow_env *env, const struct job *j,
                          bool *done)
{
    return walk_open(cx, j, false, done);
}

static k_err remind(struct k_ctx *cx, void *arg)
{
    return policy_remind(cx, 0, POLICY_REMIND_EVERY, arg);
}

static k_err remind_part(struct k_ctx *cx, const struct flow_env *env, const struct job *j,
                         bool *done)
{
    int64_t told;
    *done = true;
    return db_write(cx, remind, &told);
}

#define PROFILES_EVERY (20 * K_SEC)

/* One page a run: it may take fifteen seconds. */
static k_err profiles_part(struct k_ctx *cx, const struct flow_env *env, const struct job *j,
                           bool *done)
{
    bool found;
    *done = true;
    return flow_profiles_next(cx, env, &found);
}

static k_err profile_part(struct k_ctx *cx, const struct flow_env *env, const struct job *j,
                          bool *done)
{
    k_id identity = 0;
    *done = true;
    if (!k_id_parse(j->key, &identity))
        return k_fail(cx, K_ERR_BAD_INPUT, NULL, "This job names no account.");
    return flow_profiles_look(cx, env, identity);
}

const struct flow_job_kind flow_job_kinds[] = {
    {"deadlines", deadlines_part, 0,
     "Works out the deadlines of what is open, after targets or office hours changed."},
    {"routing", routing_part, 0, "Holds what is open against the routing rules."},
    {"import", import_part, 0,
     "Checks or stores what is in an uploaded file, 2,500 entries a part."},
    {"listening_fill", listening_part, K_MIN,
     "Looks through what is stored for listening queries that are new or changed, 1,000 posts "
     "a "
     "part."},
    {"match", match_part, 30 * K_SEC,
     "Looks for duplicates of persons of whom something is new."},
    {"match_scan", scan_part, 0, "Looks for duplicates among all people, 100 a part."},
    {"links", links_part, K_DAY,
     "Finds who knows whom: colleagues, who was somewhere together, who answers whom."},
    {"policy", remind_part, K_DAY,
     "Reminds members of the version of the policy that they have not acknowledged."},
    {"profile", profile_part, 0, "Reads the page of an account that a member asked for."},
    {"profiles", profiles_part, PROFILES_EVERY,
     "Reads the page of an account and those that it names: do they name each other?"},
    {"prune", prune_part, 6 * K_HOUR,
     "Forgets finished jobs, ids seen by channels a month ago, texts no storm needs any more."},
    {"retention", retention_part, 6 * K_HOUR,
     "Lets posts go that are older than their channel keeps them, 500 a part."},
    {"sweep", sweep_part, 10 * K_MIN,
     "Asks for the threads of ten who wait, each once a day: late edits and deletions."},
    {"thread", thread_part, 0,
     "Asks a network for the thread around a conversation that somebody opened."},
    {"ties", ties_part, 24 * K_HOUR,
     "Works out every relationship anew from what happened, in parts of half a second."},
    {"figures", figures_part, FIGURES_OFTEN,
     "Counts stages, moves and capacity of large houses beforehand."},
};
const size_t flow_n_job_kinds = sizeof flow_job_kinds / sizeof *flow_job_kinds;

static const struct flow_job_kind *kind_of(k_str name)
{
    for (size_t i = 0; i < flow_n_job_kinds; i++)
        if (k_str_eqz(name, flow_job_kinds[i].name))
            return &flow_job_kinds[i];
    return NULL;
}

struct step {
    const struct job *job;
    const struct flow_job_kind *kind;
    k_str why;
    bool for_good;
};

static k_err do_renew(struct k_ctx *cx, void *arg)
{
    return job_renew(cx, ((struct step *)arg)->job);
}

static k_err do_finish(struct k_ctx *cx, void *arg)
{
    const struct step *s = arg;
    K_TRY(job_finish(cx, s->job));
    if (s->kind->every)
        return job_enqueue(cx,
                           &(struct job_new){.kind = k_str_z(s->kind->name),
                                             .run_at = k_cx_now(cx) + s->kind->every},
                           NULL, NULL);
    return K_OK;
}

static k_err do_fail(struct k_ctx *cx, void *arg)
{
    const struct step *s = arg;
    return job_fail(cx, s->job, s->why, s->for_good);
}

/* A copy of the job that outlives the arena of its parts. */
struct held {
    struct job job;
    char kind[64], key[256], payload[4096];
};

static k_str keep(char *to, size_t cap, k_str s)
{
    size_t n = s.n < cap ? s.n : cap - 1;
    memcpy(to, s.p ? s.p : "", n);
    return k_str_n(to, n);
}

static k_err run(struct k_ctx *cx, const struct flow_env *env, struct step *s,
                 bool (*stop)(void *arg), void *arg)
{
    bool done = false;
    k_err err = K_OK;
    while (err == K_OK && !done) {
        if (stop(arg))
            return K_OK; /* the lease runs out, and the job goes on at the next start */
        k_arena_reset(cx->arena);
        cx->detail = (struct k_detail){0};
        err = s->kind->part(cx, env, s->job, &done);
        if (err == K_OK && !done)
            err = db_write(cx, do_renew, s);
    }
    if (err == K_ERR_GONE)
        return K_OK; /* somebody else has it */
    if (err == K_OK)
        return db_write(cx, do_finish, s);
    s->why = cx->detail.text.n ? cx->detail.text : k_str_z(k_err_row(err)->text);
    s->for_good = err == K_ERR_BAD_INPUT || err == K_ERR_NOT_FOUND;
    k_log(K_WARN, "job_failed", "kind=%s attempt=%lld why=\"%.*s\"", s->kind->name,
          (long long)s->job->attempts, K_ARG(s->why));
    return db_write(cx, do_fail, s);
}

k_err flow_jobs_next(struct k_ctx *cx, const struct flow_env *env, bool (*stop)(void *arg),
                     void *arg, bool *found)
{
    struct job claimed;
    struct held h;
    K_TRY(job_claim(cx, env->node, &claimed, found));
    if (!*found)
        return K_OK;
    h.job = claimed;
    h.job.kind = keep(h.kind, sizeof h.kind, claimed.kind);
    h.job.key = keep(h.key, sizeof h.key, claimed.key);
    h.job.payload = keep(h.payload, sizeof h.payload, claimed.payload);
    h.job.progress = K_NONE;
    struct step s = {.job = &h.job,
                     .kind = kind_of(h.job.kind),
                     .why = K_S("This version of Kith does not know this kind of job."),
                     .for_good = true};
    if (!s.kind)
        return db_write(cx, do_fail, &s);
    return run(cx, env, &s, stop, arg);
}

static k_err do_plan(struct k_ctx *cx, void *arg)
{
    for (size_t i = 0; i < flow_n_job_kinds; i++)
        if (flow_job_kinds[i].every)
            K_TRY(job_plan(cx, k_str_z(flow_job_kinds[i].name), k_cx_now(cx) + K_MIN));
    return K_OK;
}

k_err flow_jobs_plan(struct k_ctx *cx)
{
    return db_write(cx, do_plan, NULL);
}

k_err flow_jobs_import(struct k_ctx *cx, k_id run)
{
    return job_enqueue(cx,
                       &(struct job_new){.kind = K_S("import"),
                                         .key = k_fmt(cx->arena, "%lld", (long long)run)},
                       NULL, NULL);
}

k_err flow_jobs_profile(struct k_ctx *cx, k_id identity)
{
    return job_enqueue(cx,
                       &(struct job_new){.kind = K_S("profile"),
                                         .key = k_fmt(cx->arena, "%lld", (long long)identity)},
                       NULL, NULL);
}

k_err flow_jobs_ties(struct k_ctx *cx, bool *running)
{
    return job_enqueue(cx, &(struct job_new){.kind = K_S("ties")}, NULL, running);
}
