/* map: mmap behind one door. */
#include "os/map.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

k_err os_file_map(const char *path, struct os_map *out)
{
    struct stat st;
    k_err err = K_ERR_IO;
    *out = (struct os_map){0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? K_ERR_NOT_FOUND : errno == EACCES ? K_ERR_FORBIDDEN : K_ERR_IO;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        goto out;
    err = K_OK;
    if (st.st_size == 0)
        goto out;
    void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (p == MAP_FAILED) {
        err = K_ERR_IO;
        goto out;
    }
    *out = (struct os_map){p, (size_t)st.st_size};
out:
    close(fd);
    return err;
}

void os_file_unmap(struct os_map *m)
{
    if (m->p)
        munmap((void *)(uintptr_t)m->p, m->n);
    *m = (struct os_map){0};
}
