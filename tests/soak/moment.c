/* moment: preloaded into the real program beside clock.c, kills it at one moment of its choice:
 * just before or just after the end of a transaction in which a statement with a certain word
 * ran. The file SOAK_MOMENT holds the word (struct moment, mapped: whoever holds the file arms
 * it while the program runs). Stands between the program and libsqlite3 and libpq, so that the
 * program itself is the one that people use. */
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct moment {
    int32_t armed; /* 0 no, 1 before the commit, 2 after it */
    char word[60]; /* ends with 0 */
};
static volatile struct moment *moment;
static _Thread_local int in_it; /* the word was in a statement of this transaction */

__attribute__((constructor)) static void open_moment(void)
{
    const char *path = getenv("SOAK_MOMENT");
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0)
        return;
    void *p = mmap(NULL, sizeof *moment, PROT_READ, MAP_SHARED, fd, 0);
    close(fd);
    if (p != MAP_FAILED)
        moment = p;
}

static int armed(void)
{
    return moment ? moment->armed : 0;
}

static void end_here(void)
{
    kill(getpid(), SIGKILL);
    for (;;)
        pause();
}

static void saw(const char *sql)
{
    if (sql && strstr(sql, (const char *)moment->word))
        in_it = 1;
}

/* Around the statement that ends a transaction. */
static void before_commit(void)
{
    if (in_it && armed() == 1)
        end_here();
}

static void after_commit(int well)
{
    if (in_it && armed() == 2 && well)
        end_here();
    in_it = 0;
}

/* The function of this name that we stand before, into *f (a pointer to a function). */
static void next(const char *name, void *f)
{
    void *found = dlsym(RTLD_NEXT, name);
    if (!found)
        abort();
    memcpy(f, &found, sizeof found);
}

/* ---- libsqlite3 ---- */

struct sqlite3_stmt;
int sqlite3_step(struct sqlite3_stmt *stmt);
const char *sqlite3_sql(struct sqlite3_stmt *stmt);

int sqlite3_step(struct sqlite3_stmt *stmt)
{
    static int (*real)(struct sqlite3_stmt *);
    if (!real)
        next("sqlite3_step", &real);
    if (!armed())
        return real(stmt);
    const char *sql = sqlite3_sql(stmt);
    int ends = sql && strcmp(sql, "commit") == 0;
    if (sql && (strncmp(sql, "begin", 5) == 0 || strcmp(sql, "rollback") == 0))
        in_it = 0;
    if (ends)
        before_commit();
    else
        saw(sql);
    int rc = real(stmt);
    if (ends)
        after_commit(rc == 101); /* SQLITE_DONE */
    return rc;
}

/* ---- libpq ---- */

struct pg_conn;
struct pg_result;
typedef struct pg_result *exec_f(struct pg_conn *, const char *);
typedef struct pg_result *prepare_f(struct pg_conn *, const char *, const char *, int,
                                    const unsigned *);
typedef struct pg_result *run_f(struct pg_conn *, const char *, int, const char *const *,
                                const int *, const int *, int);
typedef int send_f(struct pg_conn *, const char *, int, const char *const *, const int *,
                   const int *, int);
exec_f PQexec;
prepare_f PQprepare;
run_f PQexecPrepared;
send_f PQsendQueryPrepared;

/* What was prepared: names are short, of one connection, and texts live as long as the program
 * does. */
enum { PREPARED = 1 << 14 };
static struct {
    const struct pg_conn *conn;
    char name[16];
    const char *sql;
} prepared[PREPARED];
static size_t n_prepared;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static const char *text_of(const struct pg_conn *conn, const char *name)
{
    const char *sql = NULL;
    pthread_mutex_lock(&lock);
    for (size_t i = n_prepared; i-- > 0 && !sql;)
        if (prepared[i].conn == conn && strcmp(prepared[i].name, name) == 0)
            sql = prepared[i].sql;
    pthread_mutex_unlock(&lock);
    return sql;
}

struct pg_result *PQprepare(struct pg_conn *c, const char *name, const char *sql, int n,
                            const unsigned *types)
{
    pthread_mutex_lock(&lock);
    if (n_prepared < PREPARED && strlen(name) < sizeof prepared[0].name) {
        prepared[n_prepared].conn = c;
        memcpy(prepared[n_prepared].name, name, strlen(name) + 1);
        prepared[n_prepared++].sql = sql;
    }
    pthread_mutex_unlock(&lock);
    prepare_f *real;
    next("PQprepare", &real);
    return real(c, name, sql, n, types);
}

struct pg_result *PQexecPrepared(struct pg_conn *c, const char *name, int n,
                                 const char *const *values, const int *lengths,
                                 const int *formats, int format)
{
    if (armed())
        saw(text_of(c, name));
    run_f *real;
    next("PQexecPrepared", &real);
    return real(c, name, n, values, lengths, formats, format);
}

int PQsendQueryPrepared(struct pg_conn *c, const char *name, int n, const char *const *values,
                        const int *lengths, const int *formats, int format)
{
    if (armed())
        saw(text_of(c, name));
    send_f *real;
    next("PQsendQueryPrepared", &real);
    return real(c, name, n, values, lengths, formats, format);
}

struct pg_result *PQexec(struct pg_conn *c, const char *sql)
{
    exec_f *real;
    next("PQexec", &real);
    if (!armed())
        return real(c, sql);
    if (strncmp(sql, "begin", 5) == 0 || strcmp(sql, "rollback") == 0)
        in_it = 0;
    int ends = strstr(sql, "commit") != NULL;
    if (ends)
        before_commit();
    struct pg_result *res = real(c, sql);
    if (ends)
        after_commit(res != NULL);
    return res;
}
