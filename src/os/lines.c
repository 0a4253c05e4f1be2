/* lines: a file's lines one after the other through one buffer (os/file.h). */
#include "os/file.h"
#include "os/error.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

struct os_lines {
    int fd;
    bool end;        /* read returned 0 */
    size_t max_line; /* bytes of a line that are given out */
    size_t from, to; /* unread bytes of buf */
    size_t cap;
    uint64_t at; /* offset of buf[from] in the file */
    uint64_t number;
    char path[256]; /* for messages */
    char buf[];
};

k_err os_lines_open(const char *path, size_t max_line, struct os_lines **out)
{
    *out = NULL;
    size_t cap = k_add(max_line, 65536);
    bool in = strcmp(path, "-") == 0;
    int fd = in ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3) : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return os_error("open", path);
    struct os_lines *l = calloc(1, k_add(sizeof *l, cap));
    if (l == NULL) {
        close(fd);
        return K_ERR_NO_MEMORY;
    }
    l->fd = fd;
    l->max_line = max_line;
    l->cap = cap;
    (void)snprintf(l->path, sizeof l->path, "%s", path);
    *out = l;
    return K_OK;
}

void os_lines_close(struct os_lines *l)
{
    if (l == NULL)
        return;
    close(l->fd);
    free(l);
}

k_err os_lines_seek(struct os_lines *l, uint64_t at)
{
    if (at > INT64_MAX || lseek(l->fd, (off_t)at, SEEK_SET) < 0)
        return os_error("seek", l->path);
    l->from = l->to = 0;
    l->at = at;
    l->end = false;
    l->number = 0;
    return K_OK;
}

/* Reads more behind l->to. */
static k_err fill(struct os_lines *l)
{
    ssize_t got;
    do
        got = read(l->fd, l->buf + l->to, l->cap - l->to);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return os_error("read", l->path);
    l->end = got == 0;
    l->to += (size_t)got;
    return K_OK;
}

static void to_front(struct os_lines *l)
{
    memmove(l->buf, l->buf + l->from, l->to - l->from);
    l->to -= l->from;
    l->from = 0;
}

static void take(struct os_lines *l, size_t n)
{
    l->from += n;
    l->at += n;
}

/* Drops what follows the first keep bytes of a line, through the part of the buffer behind
 * them: they stay where the caller sees them. */
static k_err skip_behind(struct os_lines *l, size_t keep)
{
    l->at += keep;
    for (;;) {
        char *p = l->buf + keep;
        char *nl = l->to > keep ? memchr(p, '\n', l->to - keep) : NULL;
        if (nl) {
            l->from = (size_t)(nl - l->buf) + 1;
            l->at += l->from - keep;
            return K_OK;
        }
        l->at += l->to - keep;
        l->from = l->to = keep;
        if (l->end)
            return K_OK;
        K_TRY(fill(l));
    }
}

/* Bytes up to the line's end, SIZE_MAX when the buffer is full without one. */
static k_err find_end(struct os_lines *l, size_t *len)
{
    size_t seen = 0;
    for (;;) {
        char *p = l->buf + l->from;
        size_t have = l->to - l->from;
        char *nl = have > seen ? memchr(p + seen, '\n', have - seen) : NULL;
        *len = nl ? (size_t)(nl - p) : have;
        if (nl || l->end)
            return K_OK;
        if (have > l->max_line + 1) { /* + 1: the \r of an end may sit there */
            *len = SIZE_MAX;
            return K_OK;
        }
        seen = have;
        to_front(l);
        K_TRY(fill(l));
    }
}

k_err os_lines_next(struct os_lines *l, struct os_line *line, bool *found)
{
    size_t len;
    *found = false;
    K_TRY(find_end(l, &len));
    if (len == 0 && l->end && l->from == l->to)
        return K_OK;
    *found = true;
    *line = (struct os_line){.at = l->at, .number = ++l->number};
    char *p = l->buf + l->from;
    bool ended = len != SIZE_MAX && l->from + len < l->to;
    size_t n = len;
    if (ended && n > 0 && p[n - 1] == '\r')
        n--;
    if (n > l->max_line) { /* also SIZE_MAX */
        to_front(l);
        line->cut = true;
        line->text = k_str_n(l->buf, l->max_line);
        K_TRY(skip_behind(l, l->max_line));
    } else {
        line->text = k_str_n(p, n);
        take(l, len + (ended ? 1 : 0));
    }
    line->next = l->at;
    return K_OK;
}
