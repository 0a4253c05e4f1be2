/* error: errno to k_err, with the system's words written to the log once. */
#include "os/error.h"
#include "base/log.h"
#include <errno.h>

k_err os_error(const char *what, const char *path)
{
    char words[128];
    int e = errno;
    if (e == ENOENT || e == ENOTDIR)
        return K_ERR_NOT_FOUND;
    if (e == EEXIST)
        return K_ERR_EXISTS;
    k_log(K_WARN, "file_failed", "what=%s path=\"%s\" why=\"%s\"", what, path,
          strerror_r(e, words, sizeof words));
    if (e == ENOSPC || e == EDQUOT || e == EFBIG)
        return K_ERR_DISK_FULL;
    return e == EACCES || e == EPERM || e == EROFS ? K_ERR_FORBIDDEN : K_ERR_IO;
}
