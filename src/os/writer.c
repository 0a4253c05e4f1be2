/* writer: a new file written piece by piece through one buffer (os/file.h). */
#include "os/file.h"
#include "os/error.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { BUFFER = 256 * 1024 };

struct os_writer {
    int fd;
    size_t n;
    k_err err; /* the first that went wrong: nothing is written behind it */
    char path[4096];
    char buf[BUFFER];
};

k_err os_writer_open(const char *path, struct os_writer **out)
{
    *out = NULL;
    if (strlen(path) >= sizeof(*out)->path)
        return K_ERR_TOO_LARGE;
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return os_error("create", path);
    struct os_writer *w = calloc(1, sizeof *w);
    if (!w) {
        close(fd);
        (void)unlink(path);
        return K_ERR_NO_MEMORY;
    }
    w->fd = fd;
    memcpy(w->path, path, strlen(path) + 1);
    *out = w;
    return K_OK;
}

static k_err write_all(struct os_writer *w, const char *p, size_t n)
{
    while (w->err == K_OK && n > 0) {
        ssize_t rc = write(w->fd, p, n);
        if (rc < 0 && errno == EINTR)
            continue;
        if (rc < 0) {
            w->err = os_error("write", w->path);
            break;
        }
        p += rc;
        n -= (size_t)rc;
    }
    return w->err;
}

k_err os_writer_put(struct os_writer *w, k_str bytes)
{
    if (w->n + bytes.n > BUFFER) {
        size_t n = w->n;
        w->n = 0;
        K_TRY(write_all(w, w->buf, n));
    }
    if (bytes.n > BUFFER)
        return write_all(w, bytes.p, bytes.n);
    if (bytes.n)
        memcpy(w->buf + w->n, bytes.p, bytes.n);
    w->n += bytes.n;
    return w->err;
}

k_err os_writer_close(struct os_writer *w, bool keep)
{
    if (!w)
        return K_OK;
    k_err err = keep ? write_all(w, w->buf, w->n) : w->err;
    if (close(w->fd) != 0 && err == K_OK)
        err = os_error("close", w->path);
    if (!keep || err != K_OK)
        (void)unlink(w->path);
    free(w);
    return err;
}
