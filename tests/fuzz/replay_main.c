/* replay: runs a fuzz target over files and folders of kept inputs without a fuzzer, each input
 * whole and, where it is small, cut off at a few hundred places. Linked with one fuzz_*.c;
 * prints TAP. What breaks is the input named last on stderr. */
#include "os/file.h"
#include <dirent.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define INPUT_MAX ((size_t)16 << 20)
#define CUT_MAX 1024 /* larger inputs are not cut */
#define CUTS 256     /* of one input, evenly */

static unsigned replayed;

/* The sanitizers see reads past the end of an exact copy only. */
static void run_exact(k_str input)
{
    uint8_t *copy = malloc(input.n ? input.n : 1);
    if (copy == NULL)
        abort();
    if (input.n)
        memcpy(copy, input.p, input.n);
    (void)LLVMFuzzerTestOneInput(copy, input.n);
    free(copy);
}

static bool replay_file(struct k_arena *a, const char *path)
{
    k_str input;
    (void)fprintf(stderr, "%s\n", path);
    if (os_file_read(a, path, INPUT_MAX, &input) != K_OK)
        return false;
    run_exact(input);
    for (size_t n = 0; n < input.n && input.n <= CUT_MAX; n += 1 + input.n / CUTS)
        run_exact(k_str_sub(input, 0, n));
    replayed++;
    return true;
}

static bool replay(struct k_arena *a, const char *path)
{
    DIR *d = opendir(path);
    if (d == NULL)
        return replay_file(a, path);
    bool ok = true;
    for (struct dirent *f; (f = readdir(d));)
        if (f->d_name[0] != '.')
            ok &= replay(a, k_fmt(a, "%s/%s", path, f->d_name).p);
    closedir(d);
    return ok;
}

int main(int argc, char **argv)
{
    bool ok = argc > 1;
    struct k_arena *a = k_arena_new(0);
    for (int i = 1; i < argc; i++)
        ok &= replay(a, argv[i]);
    k_arena_free(a);
    (void)printf("1..1\n%sok 1 - %u kept inputs pass, whole and cut off\n",
                 ok && replayed > 0 ? "" : "not ", replayed);
    return ok && replayed > 0 ? 0 : 1;
}
