/* file: reading and replacing whole files, and folders. Lines are in lines.c. */
#include "os/file.h"
#include "os/error.h"
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define PATH_LIMIT 4096

/* Reads up to n bytes; fewer only at the end. -1 on failure. */
static ssize_t read_fully(int fd, char *p, size_t n)
{
    size_t got = 0;
    while (got < n) {
        ssize_t rc = read(fd, p + got, n - got);
        if (rc < 0 && errno == EINTR)
            continue;
        if (rc < 0)
            return -1;
        if (rc == 0)
            break;
        got += (size_t)rc;
    }
    return (ssize_t)got;
}

/* The size that stat gives is a hint only: files in /proc say 0, others grow meanwhile. */
static k_err read_open(struct k_arena *a, int fd, const char *path, size_t max, k_str *out)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return os_error("stat", path);
    if (S_ISDIR(st.st_mode))
        return K_ERR_NOT_FOUND;
    if (S_ISREG(st.st_mode) && (uint64_t)st.st_size > max)
        return K_ERR_TOO_LARGE;
    size_t cap = st.st_size > 0 ? (size_t)st.st_size + 1 : 4096, n = 0;
    char *p = NULL;
    for (;;) {
        if (cap > max + 1)
            cap = max + 1;
        char *q = k_arena_grow(a, p, p ? n + 1 : 0, cap + 1);
        if (q == NULL)
            return K_ERR_NO_MEMORY;
        p = q;
        ssize_t got = read_fully(fd, p + n, cap - n);
        if (got < 0)
            return os_error("read", path);
        n += (size_t)got;
        p[n] = 0;
        if (n > max)
            return K_ERR_TOO_LARGE;
        if (n < cap)
            break;
        cap *= 2;
    }
    *out = (k_str){p, n};
    return K_OK;
}

k_err os_file_read(struct k_arena *a, const char *path, size_t max, k_str *out)
{
    *out = K_NONE;
    if (max > SIZE_MAX / 4)
        max = SIZE_MAX / 4;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return os_error("open", path);
    k_err err = read_open(a, fd, path, max, out);
    close(fd);
    return err;
}

static bool write_fully(int fd, k_str s)
{
    while (s.n > 0) {
        ssize_t rc = write(fd, s.p, s.n);
        if (rc < 0 && errno == EINTR)
            continue;
        if (rc < 0)
            return false;
        s = k_str_from(s, (size_t)rc);
    }
    return true;
}

static k_err flush_folder_of(const char *path)
{
    char folder[PATH_LIMIT];
    const char *slash = strrchr(path, '/');
    size_t n = slash ? (size_t)(slash - path) : 0;
    (void)snprintf(folder, sizeof folder, "%.*s", slash ? (n ? (int)n : 1) : 1,
                   slash ? path : ".");
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return os_error("open", folder);
    k_err err = fsync(fd) == 0 ? K_OK : os_error("fsync", folder);
    close(fd);
    return err;
}

static k_err fill(int fd, const char *path, k_str content, unsigned mode)
{
    if (fchmod(fd, (mode_t)mode) != 0)
        return os_error("chmod", path);
    if (!write_fully(fd, content))
        return os_error("write", path);
    return fsync(fd) == 0 ? K_OK : os_error("fsync", path);
}

/* Writes a file of its own beside path; its name in temp. */
static k_err write_beside(const char *path, k_str content, unsigned mode, char temp[PATH_LIMIT])
{
    int n = snprintf(temp, PATH_LIMIT, "%s.XXXXXX", path);
    if (n < 0 || n >= PATH_LIMIT)
        return K_ERR_BAD_INPUT;
    int fd = mkostemp(temp, O_CLOEXEC);
    if (fd < 0)
        return os_error("create", path);
    k_err err = fill(fd, path, content, mode);
    if (close(fd) != 0 && err == K_OK)
        err = os_error("close", path);
    if (err != K_OK)
        (void)unlink(temp);
    return err;
}

k_err os_file_write(const char *path, k_str content, unsigned mode)
{
    char temp[PATH_LIMIT];
    K_TRY(write_beside(path, content, mode, temp));
    if (rename(temp, path) != 0) {
        k_err err = os_error("rename", path);
        (void)unlink(temp);
        return err;
    }
    return flush_folder_of(path);
}

k_err os_file_create(const char *path, k_str content, unsigned mode)
{
    char temp[PATH_LIMIT];
    K_TRY(write_beside(path, content, mode, temp));
    /* link, unlike rename, refuses when the name is taken */
    k_err err = link(temp, path) == 0 ? K_OK : os_error("link", path);
    (void)unlink(temp);
    return err == K_OK ? flush_folder_of(path) : err;
}

bool os_file_exists(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

k_err os_file_mode(const char *path, unsigned *mode)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return os_error("stat", path);
    *mode = (unsigned)st.st_mode & 0777u;
    return K_OK;
}

k_err os_file_size(const char *path, int64_t *bytes)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return os_error("stat", path);
    *bytes = st.st_size;
    return K_OK;
}

static k_err make_one(const char *path, unsigned mode)
{
    struct stat st;
    if (mkdir(path, (mode_t)mode) == 0)
        return K_OK;
    if (errno != EEXIST)
        return os_error("mkdir", path);
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode) ? K_OK : K_ERR_EXISTS;
}

k_err os_folder_make(const char *path, unsigned mode)
{
    char part[PATH_LIMIT];
    int n = snprintf(part, sizeof part, "%s", path);
    if (n <= 0 || n >= PATH_LIMIT)
        return K_ERR_BAD_INPUT;
    for (char *p = part + 1; *p; p++) {
        if (*p != '/')
            continue;
        *p = 0;
        K_TRY(make_one(part, mode));
        *p = '/';
    }
    return make_one(part, mode);
}

k_err os_folder_temp(struct k_arena *a, const char *prefix, k_str *path)
{
    const char *top = getenv("TMPDIR");
    k_str t = k_fmt(a, "%s/%s-XXXXXX", top && *top ? top : "/tmp", prefix);
    char *made = mkdtemp((char *)(uintptr_t)t.p); /* ours: k_fmt made it */
    if (made == NULL)
        return os_error("mkdtemp", t.p);
    *path = t;
    return K_OK;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st;
    (void)kind;
    (void)where;
    return remove(path);
}

k_err os_folder_remove(const char *path)
{
    if (nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT) == 0 || errno == ENOENT)
        return K_OK;
    return os_error("remove", path);
}

k_err os_folder_space(const char *path, uint64_t *available, uint64_t *total)
{
    struct statvfs v;
    if (statvfs(path, &v) != 0)
        return os_error("statvfs", path);
    if (available)
        *available = (uint64_t)v.f_bavail * v.f_frsize;
    if (total)
        *total = (uint64_t)v.f_blocks * v.f_frsize;
    return K_OK;
}
